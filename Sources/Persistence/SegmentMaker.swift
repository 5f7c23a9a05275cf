// Makes journal segments: a new one takes its name only when its header is durable.

internal import Glibc

/// Makes segments of the sizes in a configuration.
struct SegmentMaker {
    let disk: any Disk
    let configuration: JournalConfiguration

    /// Begins the segment after `position`, in place of an empty one of the same name.
    func make(after position: JournalPosition) throws(DiskError) -> OpenSegment {
        let name = StoredFile.segmentName(firstSequence: position.sequence + 1)
        try requireEmpty(name, firstSequence: position.sequence + 1)
        let (file, reservedBytes) = try makeFile()
        let header = SegmentHeader(
            salt: configuration.makeSalt(), firstSequence: position.sequence + 1, previous: position.checksum,
            reservedBytes: UInt64(try file.size()), lexiconRevision: configuration.lexiconRevision)
        let encoded = header.encoded()
        try file.write(encoded.span, at: 0)
        try file.sync()
        try disk.rename(file.name, to: name)
        try disk.syncFolder()
        return OpenSegment(
            file: file, sync: SegmentSync(file), salt: header.salt, reservedBytes: reservedBytes,
            endOffset: SegmentHeader.byteCount,
            chain: SegmentHeader.check(ofEncoded: encoded))
    }

    /// Reserves room from `offset` on, less and less of it while the disk has no more; returns where it ends.
    func reserve(_ file: any DiskFile, from offset: Int) throws(DiskError) -> Int {
        var wanted = max(configuration.segmentBytes, offset + configuration.segmentBytesMin)
        while true {
            do {
                try file.preallocate(byteCount: wanted)
                return wanted
            } catch {
                let less = offset + (wanted - offset) / 2
                guard error.isOutOfSpace, less - offset >= configuration.segmentBytesMin else { throw error }
                wanted = less
            }
        }
    }

    /// A start after which nothing was committed leaves a segment of the same name; one with records is never replaced.
    private func requireEmpty(_ name: String, firstSequence: UInt64) throws(DiskError) {
        do {
            var reader = try SegmentReader(disk, firstSequence: firstSequence)
            while true {
                switch try reader.next() {
                case .mark: continue
                case .end: return
                case .record, .invalid: throw DiskError(.open, name, code: EEXIST)
                }
            }
        } catch let error as DiskError {
            throw error
        } catch ReadError.disk(let error) {
            if error.isMissing { return }
            throw error
        } catch {
            throw DiskError(.open, name, code: EEXIST)
        }
    }

    private func makeFile() throws(DiskError) -> (file: any DiskFile, reservedBytes: Int) {
        let file = try disk.open("journal" + StoredFile.temporarySuffix, .replace)
        do {
            return (file, try reserve(file, from: 0))
        } catch {
            // Room that a half-made segment holds is room that the rest of the machine misses.
            try? disk.remove(file.name)
            throw error
        }
    }
}
