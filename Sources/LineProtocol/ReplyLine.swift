// Replies as bytes: one line each, OK or ERR, with the tag of its request.

internal import ByteCoding

/// Renders reply lines.
package enum ReplyLine {
    /// Appends `[@tag ]OK {members}` and a line feed.
    package static func ok(tag: Span<UInt8>, to output: inout [UInt8], members: (inout JSONWriter) -> Void) {
        begin(tag: tag, "OK ", to: &output)
        finish(&output) { $0.object(members) }
    }

    /// Appends `[@tag ]ERR {…}` and a line feed.
    package static func error(_ refusal: Refusal, tag: Span<UInt8>, to output: inout [UInt8]) {
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

    private static func begin(tag: Span<UInt8>, _ word: StaticString, to output: inout [UInt8]) {
        output.append(addingCapacity: tag.count + word.utf8CodeUnitCount + 2) { output in
            if !tag.isEmpty {
                output.append("@")
                output.append(copying: tag)
                output.append(" ")
            }
            output.append(word)
        }
    }

    private static func finish(_ output: inout [UInt8], _ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        swap(&writer.bytes, &output)
        body(&writer)
        writer.bytes.append(UInt8(ascii: "\n"))
        swap(&writer.bytes, &output)
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
