import Glibc
import Testing

@testable import Transport

@Suite("Session tickets")
struct TicketTests {
    @Test("a turn puts a new key before the last one, and forgets the one before that")
    func turning() {
        let first = TicketKeys.make()
        let second = first.turned()
        let third = second.turned()
        let half = first.bytes.count / 2
        #expect(second.bytes.count == first.bytes.count)
        #expect(second.bytes.suffix(half) == first.bytes.prefix(half))
        #expect(third.bytes.suffix(half) == second.bytes.prefix(half))
        #expect(second.bytes.prefix(half) != first.bytes.prefix(half))
        #expect(!third.bytes.contains(first.bytes.prefix(half)))
    }

    @Test("a written, replaced or removed file has another fingerprint")
    func fingerprints() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/f"
        func write(_ text: String, to path: String) {
            guard let file = unsafe fopen(path, "w") else { return }
            unsafe fputs(text, file)
            unsafe fclose(file)
        }
        #expect(FileFingerprint(path) == nil)
        write("one", to: path)
        let first = FileFingerprint(path)
        #expect(first != nil && first == FileFingerprint(path))
        write("more", to: path)
        let second = FileFingerprint(path)
        #expect(first != second)
        write("more", to: path + ".new")
        #expect(unsafe rename(path + ".new", path) == 0)
        #expect(second != FileFingerprint(path))
    }

    @Test("SHA-256 is what FIPS 180-4 says of abc, and random bytes differ")
    func secrets() {
        let digest = Secrets.sha256(Array("abc".utf8))
        #expect(digest.prefix(4) == [0xBA, 0x78, 0x16, 0xBF] && digest.count == 32)
        #expect(Secrets.random(count: 32) != Secrets.random(count: 32))
    }
}
