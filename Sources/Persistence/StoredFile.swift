// The names in the data folder, and which of them concern whom. Files of other names are left alone.

/// A file of the data folder, by its name.
///
/// | name | what |
/// |---|---|
/// | `journal-<first sequence>.log` | a journal segment (`SegmentHeader`) |
/// | `snapshot-<last sequence>.snap` | a snapshot (`SnapshotFormat`) |
/// | `*.tmp` | half made; removed when the server starts |
/// | `*.aside`, `*.aside-2` … | damaged, kept for a person to look at |
/// | `lock` | held by the running server, with its process id inside |
enum StoredFile: Equatable {
    case segment(firstSequence: UInt64)
    case snapshot(sequence: UInt64)
    case temporary
    case other

    /// The folder itself.
    static let folderName = "."
    static let lockName = "lock"
    static let temporarySuffix = ".tmp"
    static let asideSuffix = ".aside"

    /// The name of the segment that begins with a sequence number, in 20 digits, so that names sort as numbers do.
    static func segmentName(firstSequence: UInt64) -> String { "journal-\(twentyDigits(firstSequence)).log" }

    /// The name of the snapshot that holds everything up to a sequence number.
    static func snapshotName(sequence: UInt64) -> String { "snapshot-\(twentyDigits(sequence)).snap" }

    /// What a name stands for.
    init(name: String) {
        if let sequence = Self.number(in: name, after: "journal-", before: ".log") {
            self = .segment(firstSequence: sequence)
        } else if let sequence = Self.number(in: name, after: "snapshot-", before: ".snap") {
            self = .snapshot(sequence: sequence)
        } else if name.hasSuffix(Self.temporarySuffix) {
            self = .temporary
        } else {
            self = .other
        }
    }

    private static func number(in name: String, after prefix: String, before suffix: String) -> UInt64? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        let digits = name.utf8.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
        guard digits.count == 20, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt64(String(Substring(digits)))
    }

    private static func twentyDigits(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 20 - digits.utf8.count) + digits
    }
}

/// What the data folder holds, in the order of sequence numbers.
struct FolderListing {
    /// First sequence numbers of the segments, ascending.
    var segments: [UInt64] = []
    /// Sequence numbers of the snapshots, ascending.
    var snapshots: [UInt64] = []
    var temporaries: [String] = []
    var names: Set<String> = []

    init(_ disk: any Disk) throws(DiskError) {
        for name in try disk.list() {
            names.insert(name)
            switch StoredFile(name: name) {
            // Records are numbered from 1.
            case .segment(let firstSequence): if firstSequence > 0 { segments.append(firstSequence) }
            case .snapshot(let sequence): snapshots.append(sequence)
            case .temporary: temporaries.append(name)
            case .other: break
            }
        }
        segments.sort()
        snapshots.sort()
        temporaries.sort()
    }

    /// A name under which a damaged file can be kept.
    func asideName(for name: String) -> String {
        let first = name + StoredFile.asideSuffix
        guard names.contains(first) else { return first }
        let number = (2...).first { !names.contains("\(first)-\($0)") } ?? 2
        return "\(first)-\(number)"
    }
}
