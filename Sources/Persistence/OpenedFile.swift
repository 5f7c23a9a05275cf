// The first look at a stored file: its length and its front, where the header is.

/// Why a file of the data folder could not be read.
enum ReadError: Error, Equatable {
    case disk(DiskError)
    case damaged(Damage)
}

/// A file that was opened to be read.
struct OpenedFile {
    let file: any DiskFile
    let byteCount: Int
    /// The first bytes of the file, followed by zeros where it has fewer.
    let front: [UInt8]
    /// How many of them the file has.
    let frontCount: Int

    init(_ disk: any Disk, _ name: String, frontBytes: Int) throws(ReadError) {
        do {
            file = try disk.open(name, .read)
            byteCount = try file.size()
            var bytes = [UInt8](repeating: 0, count: frontBytes)
            var span = bytes.mutableSpan
            frontCount = try file.read(at: 0, into: &span)
            front = bytes
        } catch {
            throw .disk(error)
        }
    }

    /// What `parse` makes of the front of the file.
    func header<Header>(_ parse: (Span<UInt8>) throws(Damage) -> Header) throws(ReadError) -> Header {
        do {
            return try parse(front.span.extracting(first: frontCount))
        } catch {
            throw .damaged(error)
        }
    }
}
