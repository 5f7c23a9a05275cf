import LineProtocol
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "a time is read in every form of RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-23T09:30:00Z", 1_795_426_200_000),
            ("2026-11-23t10:30:00.250+01:00", 1_795_426_200_250), ("2026-11-22 23:30:00-10:00", 1_795_426_200_000),
            ("2000-02-29", 951_782_400_000), ("2100-01-01T00:00:00Z", 4_102_444_800_000),
            ("2016-12-31T23:59:60Z", 1_483_228_799_000),
        ])
    func parses(text: String, expected: Int64) { #expect(Timestamp.parse(text) == expected) }

    @Test(
        "what is no time is refused",
        arguments: [
            "", "2026", "2026-13-01", "2026-02-29", "2100-02-29", "2026-11-23T24:00:00Z", "2026-11-23T09:30:00",
            "2026-11-23T09:30Z", "2026-11-23T09:30:00+1", "2026-11-23T09:30:00.Z", "1969-12-31T23:59:59Z",
            "2026-11-23T09:30:00Zjunk", "２０２６-11-23",
        ])
    func refuses(text: String) { #expect(Timestamp.parse(text) == nil) }

    @Test("formatting and parsing are inverse on every day of four centuries")
    func inverse() {
        for day in stride(from: Int64(0), to: 146_097, by: 1) {
            let time = day * 86_400_000 + 12_345_678
            #expect(Timestamp.parse(Timestamp.format(time)) == time)
        }
    }
}
