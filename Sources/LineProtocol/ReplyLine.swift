// Replies as bytes: one line each, OK or ERR, with the tag of its request.

/// Renders reply lines.
package enum ReplyLine {
    /// Appends `[@tag ]OK {members}` and a line feed.
    package static func ok(tag: [UInt8], to output: inout [UInt8], members: (inout JSONWriter) -> Void) {
        begin(tag: tag, "OK ", to: &output)
        finish(&output) { $0.object(members) }
    }

    /// Appends `[@tag ]OK ` and an object that was rendered before, and a line feed.
    package static func ok(tag: [UInt8], object: [UInt8], to output: inout [UInt8]) {
        begin(tag: tag, "OK ", to: &output)
        output.append(contentsOf: object)
        output.append(UInt8(ascii: "\n"))
    }

    /// Appends `[@tag ]ERR {…}` and a line feed.
    package static func error(_ refusal: Refusal, tag: [UInt8], to output: inout [UInt8]) {
        begin(tag: tag, "ERR ", to: &output)
        finish(&output) { writer in
            writer.object { writer in
                writer.key("code")
                writer.string(refusal.code.rawValue)
                writer.key("message")
                writer.string(refusal.message)
                if let field = refusal.field {
                    writer.key("field")
                    writer.string(field)
                }
                if let offset = refusal.offset {
                    writer.key("offset")
                    writer.integer(offset)
                }
                if let milliseconds = refusal.retryAfterMilliseconds ?? refusal.code.retryAfterMilliseconds {
                    writer.key("retry_after_ms")
                    writer.integer(milliseconds)
                }
            }
        }
    }

    /// The short plain answer to HTTP.
    package static let http = Array(
        ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
            + "This is Earshot's line protocol over TLS, not HTTP.\n").utf8)

    /// Appends the greeting that opens a connection; `auth` is how a client can prove who it is, nothing where it
    /// need not.
    package static func greeting(
        server: String, limits: Limits, lexicon: String, auth: [String] = [], to output: inout [UInt8]
    ) {
        output.append(contentsOf: "EARSHOT ".utf8)
        finish(&output) { writer in
            writer.object { writer in
                writer.key("protocol")
                writer.integer(1)
                writer.key("server")
                writer.string(server)
                writer.key("limits")
                writer.limits(limits)
                writer.key("auth")
                writer.array { writer in
                    for way in auth { writer.string(way) }
                }
                writer.key("lexicon")
                writer.string(lexicon)
            }
        }
    }

    private static func begin(tag: [UInt8], _ word: StaticString, to output: inout [UInt8]) {
        if !tag.isEmpty {
            output.append(UInt8(ascii: "@"))
            output.append(contentsOf: tag)
            output.append(UInt8(ascii: " "))
        }
        unsafe output.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    private static func finish(_ output: inout [UInt8], _ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(appendingTo: output)
        output = []
        body(&writer)
        writer.bytes.append(UInt8(ascii: "\n"))
        output = writer.bytes
    }
}

extension JSONWriter {
    /// Writes the limits that a client can meet.
    package mutating func limits(_ limits: Limits) {
        object { writer in
            writer.key("line_bytes")
            writer.integer(limits.lineBytesMax)
            writer.key("requests_in_flight")
            writer.integer(limits.requestsInFlightMax)
            writer.key("tag_bytes")
            writer.integer(Limits.tagBytesMax)
            writer.key("name_bytes")
            writer.integer(Limits.nameBytesMax)
            writer.key("label_bytes")
            writer.integer(Limits.labelBytesMax)
            writer.key("tags")
            writer.integer(Limits.tagsMax)
        }
    }
}
