import Testing
import Transport

@Suite("Development certificates")
struct DevelopmentCertificatesTests {
    @Test("what is valid is kept, what expires within 30 days is made anew")
    func renewal() throws {
        let folder = try TemporaryFolder()
        let start: Int64 = 1_800_000_000_000
        func certificates(daysLater: Int64) -> DevelopmentCertificates {
            DevelopmentCertificates(
                folder: folder.path, clock: WallClock { start + daysLater * 86_400_000 })
        }
        #expect(try certificates(daysLater: 0).ensure())
        #expect(try !certificates(daysLater: 0).ensure())
        #expect(try !certificates(daysLater: 59).ensure())
        #expect(try certificates(daysLater: 61).ensure())
        #expect(try !certificates(daysLater: 61).ensure())
    }
}
