// swift-tools-version: 6.2
import PackageDescription

/// The rules of the house, the same for every target.
let house: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableExperimentalFeature("Lifetimes"),
]

/// The fuzzer is built by Tests/Fuzz/fuzz.sh alone: its entry point is libFuzzer's.
let fuzzing: [Target] =
    Context.environment["EARSHOT_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "fuzz",
            dependencies: ["Scoring", "Aggregation", "ByteCoding", "Access", "LineProtocol", "Persistence"],
            path: "Tests/Fuzz", exclude: ["seeds", "fuzz.sh"], swiftSettings: house)
    ]

let package = Package(
    name: "earshot",
    products: [
        .executable(name: "earshot", targets: ["earshot"]),
        .library(name: "EarshotClient", targets: ["EarshotClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        .target(name: "CLexicon", exclude: ["lists"]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "ByteCoding", swiftSettings: house),
        .target(
            name: "Scoring", dependencies: ["CLexicon", "ByteCoding"], exclude: ["SCORING.md"], swiftSettings: house),
        .target(name: "Surveys", dependencies: ["Scoring", "ByteCoding"], swiftSettings: house),
        .target(
            name: "Aggregation",
            dependencies: [
                "Scoring", "ByteCoding", "Surveys", .product(name: "Collections", package: "swift-collections"),
            ],
            swiftSettings: house),
        .target(name: "Access", dependencies: ["ByteCoding"], swiftSettings: house),
        .target(
            name: "LineProtocol", dependencies: ["Scoring", "Surveys", "Aggregation", "ByteCoding", "Access"],
            swiftSettings: house),
        .target(name: "Persistence", dependencies: ["ByteCoding", "CLinux"], swiftSettings: house),
        .target(name: "Transport", dependencies: ["COpenSSL", "CLinux"], swiftSettings: house),
        .target(
            name: "Server",
            dependencies: [
                "Scoring", "Surveys", "Aggregation", "ByteCoding", "Access", "LineProtocol", "Persistence",
                "Transport", .product(name: "Logging", package: "swift-log"),
                .product(name: "DequeModule", package: "swift-collections"),
            ], swiftSettings: house),
        .target(
            name: "EarshotClient", dependencies: ["LineProtocol", "ByteCoding", "Transport"], swiftSettings: house),
        .executableTarget(
            name: "earshot",
            dependencies: [
                "Server", "EarshotClient", "Scoring", "Surveys", "Aggregation", "Access", "LineProtocol", "Persistence",
                "Transport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: house),
        .testTarget(name: "ByteCodingTests", dependencies: ["ByteCoding"], swiftSettings: house),
        .testTarget(
            name: "ScoringTests", dependencies: ["Scoring", "CLexicon"], exclude: ["Verdicts"], swiftSettings: house),
        .testTarget(
            name: "SurveysTests", dependencies: ["Surveys", "Aggregation", "ByteCoding", "Scoring"],
            exclude: ["Fixtures"], swiftSettings: house),
        .testTarget(
            name: "AggregationTests", dependencies: ["Aggregation", "ByteCoding", "Scoring", "Surveys"],
            exclude: ["Fixtures"],
            swiftSettings: house),
        .testTarget(name: "AccessTests", dependencies: ["Access", "ByteCoding"], swiftSettings: house),
        .testTarget(
            name: "LineProtocolTests", dependencies: ["LineProtocol", "Scoring"], swiftSettings: house),
        .testTarget(
            name: "PersistenceTests", dependencies: ["Persistence", "ByteCoding"], exclude: ["Frozen"],
            swiftSettings: house),
        .testTarget(
            name: "EarshotClientTests", dependencies: ["EarshotClient", "earshot", "LineProtocol"],
            swiftSettings: house),
        .testTarget(name: "TransportTests", dependencies: ["Transport"], swiftSettings: house),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Server", "EarshotClient", "Access", "Aggregation", "LineProtocol", "Persistence", "Scoring", "Surveys",
                "Transport", "earshot",
                .product(name: "Logging", package: "swift-log"),
            ], exclude: ["Frozen"], swiftSettings: house),
        .target(name: "CWordLoop", path: "Tests/bench/word-loop"),
        .executableTarget(
            name: "earshot-parts",
            dependencies: [
                "CWordLoop", "Aggregation", "ByteCoding", "LineProtocol", "Persistence", "Scoring", "Transport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Tests/bench/parts", swiftSettings: house),
    ] + fuzzing,
    cLanguageStandard: .c2x
)
