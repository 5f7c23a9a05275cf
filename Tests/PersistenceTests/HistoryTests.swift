// Random histories over the faulty disk. EARSHOT_HISTORIES=1000000 lives so many; EARSHOT_SEED=n lives the one of
// that seed again.

import Glibc
import Persistence
import Testing

@Suite("Random histories on a failing disk")
struct HistoryTests {
    @Test("nothing acknowledged is lost, nothing else appears, whatever the disk does")
    func histories() throws {
        if let seed = Self.setting("EARSHOT_SEED") { return try Self.live(UInt64(seed)) }
        let count = Self.setting("EARSHOT_HISTORIES") ?? 3000
        for seed in 1...UInt64(max(1, count)) { try Self.live(seed) }
    }

    private static func live(_ seed: UInt64) throws {
        var history = History(seed: seed)
        do {
            try history.run()
        } catch {
            Issue.record("EARSHOT_SEED=\(seed): \(error)")
            throw error
        }
    }

    private static func setting(_ name: String) -> Int? {
        guard let value = unsafe getenv(name) else { return nil }
        return Int(unsafe String(cString: value))
    }
}
