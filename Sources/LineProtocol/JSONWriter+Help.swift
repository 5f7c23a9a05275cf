// The answer to HELP: the verbs, and the error codes with what a client should make of each.

extension JSONWriter {
    /// Writes the members of the help on one verb, or on all, into the object that is open.
    package mutating func help(_ verb: Verb?) {
        key("verbs")
        array { writer in
            for listed in verb.map({ [$0] }) ?? Verb.allCases {
                writer.object { writer in
                    writer.key("verb")
                    writer.string(listed.rawValue)
                    writer.key("for")
                    writer.string(listed.purpose)
                    writer.key("example")
                    writer.string(listed.example)
                }
            }
        }
        guard verb == nil else { return }
        key("errors")
        array { writer in
            for code in ErrorCode.allCases {
                writer.object { writer in
                    writer.key("code")
                    writer.string(code.rawValue)
                    writer.key("meaning")
                    writer.string(code.meaning)
                    writer.key("transient")
                    writer.bool(code.retryAfterMilliseconds != nil)
                }
            }
        }
    }
}
