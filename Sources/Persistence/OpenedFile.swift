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
    /// The first bytes of the file.
    let front: [UInt8]

    init(_ disk: any Disk, _ name: String, frontBytes: Int) throws(ReadError) {
        do {
            file = try disk.open(name, .read)
            byteCount = try file.size()
            var bytes = [UInt8](repeating: 0, count: min(frontBytes, byteCount))
            var span = bytes.mutableSpan
            let count = try file.read(at: 0, into: &span)
            bytes.removeLast(bytes.count - count)
            front = bytes
        } catch {
            throw .disk(error)
        }
    }

    /// What `parse` makes of the front of the file.
    func header<Header>(_ parse: (Span<UInt8>) throws(Damage) -> Header) throws(ReadError) -> Header {
        do {
            return try parse(front.span)
        } catch {
            throw .damaged(error)
        }
    }
}
