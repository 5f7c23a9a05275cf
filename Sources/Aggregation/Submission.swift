// What a customer handed in, with who and where, as one owned value: for answers, tests and callers that are not in a
// hurry. The event loops write a submission straight into its journal record (SubmissionEncoder) and never make one.

package import Surveys

/// One piece of feedback or one filled-in survey. Texts are compared and stored byte for byte as UTF-8.
package struct Submission: Equatable, Sendable {
    /// The organisation it is about.
    package var org: String
    /// The client's idempotency key; nil when the server names it after its sequence number (`SubmissionID`).
    package var id: String?
    /// When the server took it, in milliseconds since 1970.
    package var received: Int64
    /// When it happened according to the client, in milliseconds since 1970; nil when it did not say.
    package var at: Int64?
    package var survey: String?
    /// Which version of the survey was answered; nil without one.
    package var surveyVersion: Int?
    package var channel: String?
    package var touchpoint: String?
    package var staff: String?
    package var customer: String?
    package var tags: [Tag] = []
    package var answers: [Answer] = []
    /// The verbatim.
    package var text: String?

    /// A submission without content.
    package init(org: String, received: Int64) {
        self.org = org
        self.received = received
    }

    /// The time it counts for: the client's, but never later than it was received, so that a clock that is fast
    /// cannot open a bucket in the future.
    package var eventTime: Int64 { min(at ?? received, received) }
}

/// A key and a value that a client attached.
package struct Tag: Equatable, Sendable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}
