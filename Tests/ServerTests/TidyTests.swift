import Foundation
import Testing

/// The rules of the house, as tests.
@Suite("Tidy")
struct TidyTests {
    private static let root = URL(fileURLWithPath: TranscriptPages.folder).deletingLastPathComponent()

    private static func swiftFiles(in folder: String) -> [URL] {
        let base = root.appendingPathComponent(folder)
        let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        return (found?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    }

    @Test("no file has more than 400 lines")
    func length() throws {
        for file in Self.swiftFiles(in: "Sources") + Self.swiftFiles(in: "Tests") {
            let lines = try String(contentsOf: file, encoding: .utf8).count { $0 == "\n" }
            #expect(lines <= 400, "\(file.lastPathComponent) has \(lines) lines")
        }
    }

    @Test("pure targets know neither the system nor Foundation, and nothing below the program knows Foundation")
    func imports() throws {
        let pure = ["ByteCoding", "Access", "Scoring", "Aggregation", "LineProtocol"]
        for target in pure + ["Persistence", "Transport", "Server", "EarshotClient"] {
            let forbidden = pure.contains(target) ? ["Foundation", "Glibc", "CLinux", "COpenSSL"] : ["Foundation"]
            // Distributions.swift needs the C library's mathematics, nothing else of it.
            for file in Self.swiftFiles(in: "Sources/\(target)")
            where file.lastPathComponent != "Distributions.swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                for module in forbidden {
                    #expect(!text.contains("import \(module)\n"), "\(file.lastPathComponent) imports \(module)")
                }
            }
        }
    }

    @Test("each file of the sources begins with what it is for")
    func headers() throws {
        for file in Self.swiftFiles(in: "Sources") {
            #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("// "), "\(file.lastPathComponent)")
        }
    }

    @Test("every file and folder that the README names exists")
    func tour() throws {
        let readme = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
        let names = readme.matches(of: /`((?:Sources|Tests|protocol|\.ci)\/[^`\s]*)`/).map { String($0.output.1) }
        #expect(names.count >= 10)
        for name in names {
            #expect(FileManager.default.fileExists(atPath: Self.root.appendingPathComponent(name).path), "\(name)")
        }
    }
}
