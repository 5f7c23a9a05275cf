import Foundation
import Persistence
import Testing

@testable import Server

@Suite("Frozen folders", .serialized)
struct FrozenFolderTests {
    /// `EARSHOT_FLIPS=10000` flips so many bits.
    private static let flipCount = ProcessInfo.processInfo.environment["EARSHOT_FLIPS"].flatMap { Int($0) } ?? 300

    /// What is to be frozen is, once, before the first test.
    private static let freezing: Result<Void, any Error> = Result {
        guard let wish = ProcessInfo.processInfo.environment["EARSHOT_FREEZE"] else { return }
        let newest = FrozenFolder(version: try #require(FrozenFolder.versions.last))
        if wish == "answers" { try newest.freezeAnswers() } else { try newest.freeze() }
    }

    init() throws { try Self.freezing.get() }

    @Test(
        "a folder of each format version is answered from as it was when it was written",
        arguments: FrozenFolder.versions, FrozenFolder.forms)
    func read(version: String, form: String) throws {
        let frozen = FrozenFolder(version: version)
        let folder = try FrozenFolder.place(try frozen.files(form))
        #expect(try frozen.difference(FrozenFolder.open(folder)) == nil)
    }

    @Test(
        "the journal alone gives the same answers as the snapshot with the journal after it",
        arguments: FrozenFolder.versions)
    func journalAlone(version: String) throws {
        let frozen = FrozenFolder(version: version)
        let folder = try FrozenFolder.place(try frozen.files("journal").filter { !$0.key.hasSuffix(".snap") })
        #expect(try frozen.difference(FrozenFolder.open(folder)) == nil)
    }

    @Test(
        "an older folder is gone on with in the newest format, and its own files stay as they are",
        arguments: FrozenFolder.versions)
    func upgrade(version: String) throws {
        let frozen = FrozenFolder(version: version)
        let old = try frozen.files("journal")
        let folder = try FrozenFolder.place(old)
        // It holds the folder's lock for as long as it lives.
        var server: InProcessServer? = try FrozenFolder.open(folder)
        _ = server?.ask(FrozenFolder.operatorLine)
        #expect(server?.ask(#"SUBMIT {"org":"other","id":"x","text":"rude"}"#).hasPrefix("OK ") == true)
        server?.endJournal()
        server = nil
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name != "lock" {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")))
            if let before = old[name] { #expect(bytes == before, "\(name) was changed") }
            if old[name] == nil { #expect(Int(bytes[8]) == FrozenFolder.fileVersion, "\(name)") }
        }
        let again = try FrozenFolder.open(folder)
        _ = again.ask(FrozenFolder.operatorLine)
        #expect(again.ask(#"REPORT {"org":"other"}"#).contains(#""received":2"#))
        #expect(again.ask(#"REPORT {"org":"acme","split":"tag:region"}"#).hasPrefix("OK "))
    }

    @Test("whichever bit of a folder flips, a start names the file and the place, and no answer is silently wrong")
    func flips() throws {
        let folders = try FrozenFolder.versions.flatMap { version in
            let frozen = FrozenFolder(version: version)
            return try FrozenFolder.forms.map { (frozen, try frozen.files($0)) }
        }
        var random = Random(state: 1)
        for number in 0..<Self.flipCount {
            let (frozen, files) = folders[number % folders.count]
            var rest = Int.random(in: 0..<files.values.reduce(0) { $0 + $1.count }, using: &random)
            for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
                if rest < bytes.count {
                    let bit = Int.random(in: 0..<8, using: &random)
                    try flip(frozen, files, name, byte: rest, bit: bit)
                    break
                }
                rest -= bytes.count
            }
        }
    }

    private func flip(
        _ frozen: FrozenFolder, _ files: [String: [UInt8]], _ name: String, byte: Int, bit: Int
    ) throws {
        var changed = files
        changed[name]?[byte] ^= 1 << UInt8(bit)
        let folder = try FrozenFolder.place(changed)
        do {
            let server = try FrozenFolder.open(folder)
            let isSaid = FileManager.default.fileExists(atPath: "\(folder.path)/\(name).aside")
            #expect(isSaid, "\(name) byte \(byte) bit \(bit): nothing was said")
            #expect(try frozen.difference(server) == nil)
        } catch RecoveryError.damaged(let damage) {
            #expect(damage.file == name && damage.offset <= byte, "\(name) byte \(byte) bit \(bit): \(damage)")
        }
    }
}

/// Random numbers that follow from a seed (splitmix64: Steele, Lea, Flood, 2014).
private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
