// What can be wrong with a JSON text, and where: the reason is for the person who wrote the client.

/// Why bytes are not the JSON that was expected.
package struct JSONError: Error, Equatable {
    /// Bytes from the start of the text to the first byte that cannot stand there.
    package var offset: Int
    /// One short sentence without the offending bytes.
    package var reason: String

    package init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }
}
