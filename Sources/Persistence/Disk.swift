// The data folder as a parameter: everything that the journal, the snapshots and recovery ask of a disk, so that a test
// can hand them one that breaks. It is flat: one folder, files by name.

/// The smallest unit that a disk writes whole or not at all, in bytes.
let diskSectorBytes = 512

/// How a file is opened.
package enum OpenMode: Sendable {
    /// To read a file that exists.
    case read
    /// To read and write a file that exists.
    case update
    /// To write a new, empty file, in place of one of that name.
    case replace
    /// To read and write a file that is made, empty, if it is missing.
    case updateOrMake
}

/// A folder that holds the data of one server.
///
/// Nothing is durable before `sync` of the file and, for a name made, changed or removed, `syncFolder` have returned.
package protocol Disk: Sendable {
    /// Makes the folder, and those above it, where missing.
    func makeFolder() throws(DiskError)
    /// The names of the files in the folder, in no order.
    func list() throws(DiskError) -> [String]
    /// Opens a file of the folder.
    func open(_ name: String, _ mode: OpenMode) throws(DiskError) -> any DiskFile
    /// Gives a file another name, in place of a file that had it.
    func rename(_ name: String, to newName: String) throws(DiskError)
    /// Removes a file; who has it open keeps it.
    func remove(_ name: String) throws(DiskError)
    /// Makes the names in the folder durable.
    func syncFolder() throws(DiskError)
    /// Bytes that can still be written.
    func freeBytes() throws(DiskError) -> Int
}

/// An open file. It is closed when the last reference to it goes.
package protocol DiskFile: AnyObject, Sendable {
    /// The name it was opened by.
    var name: String { get }
    /// Its length in bytes.
    func size() throws(DiskError) -> Int
    /// Reads at `offset` into the front of `buffer`; returns how many bytes, fewer than asked at any time, 0 at the end.
    func readSome(at offset: Int, into buffer: inout MutableSpan<UInt8>) throws(DiskError) -> Int
    /// Writes from the front of `bytes` at `offset`; returns how many bytes, possibly fewer than given, at least 1.
    func writeSome(_ bytes: Span<UInt8>, at offset: Int) throws(DiskError) -> Int
    /// Reserves room up to `byteCount` and grows the file to it with zeros. Does nothing where the file system cannot.
    func preallocate(byteCount: Int) throws(DiskError)
    /// Gives back the room from `offset` on, which is within the file: it reads as zeros then, and the length stays. Fails
    /// where the file system cannot.
    func release(from offset: Int) throws(DiskError)
    /// Cuts the file, or grows it with zeros, to `byteCount`.
    func truncate(byteCount: Int) throws(DiskError)
    /// Makes content and length durable. After a failure what was written since the last sync may be gone, and
    /// another sync may report success nevertheless; a reader sees what was written or, at any time, what is on the disk.
    func sync() throws(DiskError)
    /// Takes the file's exclusive lock without waiting; false if another holds it. Held until the file is closed.
    func lock() throws(DiskError) -> Bool
}

extension DiskFile {
    /// Writes all of `bytes` at `offset`. After an error any part of them may have been written.
    package func write(_ bytes: Span<UInt8>, at offset: Int) throws(DiskError) {
        var written = 0
        while written < bytes.count {
            written += try writeSome(bytes.extracting(droppingFirst: written), at: offset + written)
        }
    }

    /// Puts zeros over a stretch that the file has, one sector of the disk at a time, so that a crash finds none in part.
    package func clear(_ range: Range<Int>) throws(DiskError) {
        let zeros = [UInt8](repeating: 0, count: diskSectorBytes)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let count = min(diskSectorBytes - offset % diskSectorBytes, range.upperBound - offset)
            try write(zeros.span.extracting(first: count), at: offset)
            offset += count
        }
    }

    /// Reads at `offset` until `buffer` is full or the file ends; returns how many bytes were read.
    package func read(at offset: Int, into buffer: inout MutableSpan<UInt8>) throws(DiskError) -> Int {
        var filled = 0
        while filled < buffer.count {
            var rest = buffer._mutatingExtracting(droppingFirst: filled)
            let count = try readSome(at: offset + filled, into: &rest)
            if count == 0 { break }
            filled += count
        }
        return filled
    }
}
