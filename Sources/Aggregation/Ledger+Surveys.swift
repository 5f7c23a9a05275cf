// Surveys in the ledger: their definitions come by entries, their figures by the answers of submissions.

import ByteCoding
package import Surveys

/// The answer to a definition before it is journaled.
package enum SurveyAdmission: Equatable, Sendable {
    /// It is to be journaled and applied under this version.
    case new(version: Int)
    /// The newest version says the same.
    case unchanged(version: Int)
    /// The name belongs to a built-in survey.
    case builtIn
    /// There are as many surveys, versions or organisations as there may be.
    case limit(String)
}

extension Ledger {
    /// Says what a definition would become. Its own version is not looked at.
    package func admit(_ survey: Survey, org: Span<UInt8>) -> SurveyAdmission {
        if BuiltInSurveys.survey(survey.id) != nil { return .builtIn }
        let organisation = organisation(org)
        if organisation == nil, counts.organisations >= limits.organisationsMax {
            return .limit("the server keeps as many organisations as it may")
        }
        if counts.surveyVersions >= SurveyLimits.versionsTotalMax {
            return .limit("the server keeps as many surveys as it may")
        }
        guard let record = organisation?.surveys.record(survey.id) else {
            let count = organisation?.surveys.records.count { !$0.isBuiltIn } ?? 0
            if count < SurveyLimits.surveysMax { return .new(version: 1) }
            return .limit("an organisation has at most \(SurveyLimits.surveysMax) surveys")
        }
        var same = survey
        same.version = record.versions.count
        if record.versions.last?.survey == same { return .unchanged(version: same.version) }
        if record.versions.count < SurveyLimits.versionsMax { return .new(version: same.version + 1) }
        return .limit("a survey has at most \(SurveyLimits.versionsMax) versions")
    }

    /// The surveys of an organisation that are defined or were answered; nil when it is not known.
    package func surveys(org: Span<UInt8>) -> SurveyBook? { organisation(org)?.surveys }

    /// Everything that can be answered, for the event loops.
    package func surveyListings() -> [SurveyListing] {
        shards.flatMap { shard in
            shard.organisations.flatMap { organisation in
                organisation.surveys.records.filter { !$0.isBuiltIn }.map { record in
                    record.listing(org: String(decoding: organisation.name, as: UTF8.self))
                }
            }
        }
    }

    mutating func applySurvey(_ entry: borrowing EncodedEntry, number: Int, place: Int) {
        let received = entry.received
        shards[number].noteReceipt(received, at: place)
        // Both were read once when the entry was checked.
        if entry.kind == .survey, let survey = try? entry.survey() {
            shards[number].changeSurveys(at: place) { $0.define(survey, at: received) }
            counts.surveyVersions += 1
        } else if let (id, isOpen) = try? entry.surveyState() {
            shards[number].changeSurveys(at: place) { $0.close(id, at: isOpen ? nil : received) }
        }
    }
}

extension SurveyRecord {
    /// What an event loop must know of it.
    package func listing(org: String) -> SurveyListing {
        SurveyListing(org: org, id: id, versions: versions.map(\.survey), closedAt: closedAt)
    }
}
