// Stored submissions and pages of them as JSON.

package import Aggregation
internal import Scoring
internal import Surveys

extension JSONWriter {
    /// Writes the members of a stored submission and its score into the object that is open.
    package mutating func members(of entry: StoredEntry, evidence detail: EvidenceDetail) {
        let submission = entry.submission
        key("org")
        string(submission.org)
        key("id")
        string(entry.id)
        key("seq")
        integer(entry.sequence)
        key("received")
        string(Timestamp.format(submission.received))
        if let at = submission.at {
            key("at")
            string(Timestamp.format(at))
        }
        optional("channel", submission.channel)
        optional("touchpoint", submission.touchpoint)
        optional("staff", submission.staff)
        optional("customer", submission.customer)
        if !submission.tags.isEmpty {
            key("tags")
            object { writer in
                for tag in submission.tags {
                    writer.key(escaping: tag.key)
                    writer.string(tag.value)
                }
            }
        }
        optional("survey", submission.survey)
        if let version = submission.surveyVersion {
            key("survey_version")
            integer(version)
            key("answers")
            object { $0.answers(submission) }
        }
        optional("text", submission.text)
        if let score = entry.score {
            key("score")
            object { writer in
                let text = Array((submission.text ?? "").utf8)
                writer.members(of: score, text: text.span, lexicon: entry.lexicon, evidence: detail)
            }
        }
    }

    /// Writes the members of a page of verbatims into the object that is open.
    package mutating func members(of page: VerbatimPage) {
        key("verbatims")
        array { writer in
            for entry in page.entries { writer.object { $0.members(of: entry, evidence: .brief) } }
        }
        key("next")
        if let next = page.next { string(next.text) } else { null() }
        key("held")
        integer(page.held)
        key("dropped")
        integer(page.droppedCount)
    }

    /// Writes the members of a page of organisations into the object that is open.
    package mutating func members(of page: OrganisationPage) {
        key("organisations")
        array { writer in
            for organisation in page.organisations {
                writer.object { writer in
                    writer.key("org")
                    writer.string(organisation.name)
                    writer.key("received")
                    writer.integer(organisation.received)
                    writer.key("scored")
                    writer.integer(organisation.compound.n)
                    writer.key("compound")
                    writer.optional(organisation.compound.mean)
                    writer.key("last_received")
                    writer.string(Timestamp.format(organisation.lastReceived))
                }
            }
        }
        key("next")
        if page.isLast { null() } else { string(page.organisations.last?.name ?? "") }
    }

    /// Writes the answers of a submission as they were given, words out of its text.
    private mutating func answers(_ submission: Submission) {
        let text = Array((submission.text ?? "").utf8)
        for answer in submission.answers {
            key(escaping: answer.question)
            switch answer.value {
            case .number(let thousandths): decimal(thousandths, places: 3)
            case .choices(let options): array { writer in for option in options { writer.string(option) } }
            case .excerpt(let excerpt):
                let start = min(max(excerpt.start, 0), text.count)
                let end = min(start + max(excerpt.count, 0), text.count)
                string(utf8: text.span.extracting(start..<end))
            }
        }
    }

    private mutating func optional(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        key(name)
        string(text)
    }
}
