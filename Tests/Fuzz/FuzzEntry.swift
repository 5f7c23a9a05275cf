// libFuzzer's entry point: one program for every reader of bytes from outside; EARSHOT_FUZZ_TARGET says which. A target
// checks more than that nothing traps: what is read twice, or cut differently, must come to the same.

import Glibc

/// What can be fuzzed.
enum FuzzTarget: String, CaseIterable {
    case scorer, terms, framer, json, request, journal, records, lexicon

    /// The one that the environment names.
    static let chosen: FuzzTarget = {
        let name = unsafe getenv("EARSHOT_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            fatalError("EARSHOT_FUZZ_TARGET must be one of \(allCases.map(\.rawValue))")
        }
        return target
    }()

    func run(_ bytes: [UInt8]) {
        switch self {
        case .scorer: ScorerFuzz.run(bytes)
        case .terms: TermsFuzz.run(bytes)
        case .framer: FramerFuzz.run(bytes)
        case .json: JSONFuzz.run(bytes)
        case .request: RequestFuzz.run(bytes)
        case .journal: JournalFuzz.run(bytes)
        case .records: RecordFuzz.run(bytes)
        case .lexicon: LexiconFuzz.run(bytes)
        }
    }
}

/// libFuzzer's driver (LLVM's FuzzerInterface.h).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ argumentCount: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// What the package manager has the linker take for `main`.
@_cdecl("fuzz_main")
public func fuzzMain(
    _ argumentCount: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    var count = argumentCount
    var arguments = unsafe arguments
    // The lists are read now, and not within the time that an input has: `TermsFuzz` reads its own at the third byte.
    FuzzTarget.chosen.run([0, 0, 0])
    return unsafe runDriver(&count, &arguments) { data, count in
        FuzzTarget.chosen.run(unsafe Array(UnsafeBufferPointer(start: data, count: count)))
        return 0
    }
}
