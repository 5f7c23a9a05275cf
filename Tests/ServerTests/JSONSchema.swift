// As much of JSON Schema (draft 2020-12) as the schemas in protocol/ use. A keyword that is not known is an error: nothing
// passes because it was not looked at.

import Foundation
import LineProtocol

/// A schema out of protocol/schemas.
struct JSONSchema {
    private let root: JSONValue
    private let node: JSONValue

    private static let folder = TranscriptPages.folder + "/schemas/"
    /// What says nothing about a value.
    private static let notes: Set<String> = ["$schema", "$id", "$defs", "title", "description", "format"]

    /// The schema in a file; nil when there is none.
    init?(file: String) throws {
        let path = Self.folder + file
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        root = try JSONValue(parsing: String(contentsOfFile: path, encoding: .utf8))
        node = root
    }

    private init(root: JSONValue, node: JSONValue) {
        self.root = root
        self.node = node
    }

    /// What is wrong with a value, each with its place; nothing when it is as the schema says.
    func faults(of value: JSONValue, at place: String = "") throws -> [String] {
        if case .bool(let allows) = node { return allows ? [] : ["\(place): must not be there"] }
        return try node.members.flatMap { try faults(of: value, at: place, keyword: $0.key, $0.value) }
    }

    private func faults(
        of value: JSONValue, at place: String, keyword: String, _ rule: JSONValue
    ) throws -> [String] {
        func unless(_ isFine: Bool) -> [String] { isFine ? [] : ["\(place): \(keyword) \(rule)"] }
        func count(_ count: Int?) -> Int { count ?? Int(rule.integer ?? 0) }
        let limit = rule.double ?? 0
        switch keyword {
        case let note where Self.notes.contains(note): return []
        case "$ref": return try referred(rule.string ?? "").faults(of: value, at: place)
        case "type":
            let types = rule.string.map { [$0] } ?? rule.elements.compactMap(\.string)
            return unless(types.contains { Self.is(value, $0) })
        case "enum": return unless(rule.elements.contains(value))
        case "const": return unless(rule == value)
        case "minimum": return unless((value.double ?? limit) >= limit)
        case "maximum": return unless((value.double ?? limit) <= limit)
        case "minLength": return unless(count(value.string?.unicodeScalars.count) >= Int(limit))
        case "maxLength": return unless(count(value.string?.unicodeScalars.count) <= Int(limit))
        case "minItems": return unless(count(elements(value)?.count) >= Int(limit))
        case "maxItems": return unless(count(elements(value)?.count) <= Int(limit))
        case "minProperties": return unless(count(members(value)?.count) >= Int(limit))
        case "maxProperties": return unless(count(members(value)?.count) <= Int(limit))
        case "uniqueItems":
            let all = elements(value) ?? []
            return unless(all.indices.allSatisfy { !all[..<$0].contains(all[$0]) })
        case "pattern":
            let regex = try Regex(rule.string ?? "")
            return unless(value.string.map { $0.contains(regex) } ?? true)
        case "anyOf", "oneOf":
            let fitting = try rule.elements.count { try schema($0).faults(of: value).isEmpty }
            return unless(keyword == "anyOf" ? fitting > 0 : fitting == 1)
        default: return try faultsOfParts(of: value, at: place, keyword: keyword, rule)
        }
    }

    private func faultsOfParts(
        of value: JSONValue, at place: String, keyword: String, _ rule: JSONValue
    ) throws -> [String] {
        let members = members(value) ?? []
        switch keyword {
        case "properties":
            return try members.flatMap { member in
                try rule[member.key].map { try schema($0).faults(of: member.value, at: "\(place).\(member.key)") } ?? []
            }
        case "additionalProperties":
            return try members.filter { node["properties"]?[$0.key] == nil }.flatMap { member in
                try schema(rule).faults(of: member.value, at: "\(place).\(member.key)")
            }
        case "propertyNames":
            return try members.flatMap { try schema(rule).faults(of: .string($0.key), at: "\(place).\($0.key)") }
        case "required":
            if self.members(value) == nil { return [] }
            let missing = rule.elements.compactMap(\.string).filter { value[$0] == nil }
            return missing.map { "\(place): \($0) is missing" }
        case "prefixItems":
            return try zip(elements(value) ?? [], rule.elements).enumerated().flatMap { index, pair in
                try schema(pair.1).faults(of: pair.0, at: "\(place)[\(index)]")
            }
        case "items":
            let first = node["prefixItems"]?.elements.count ?? 0
            return try (elements(value) ?? []).enumerated().dropFirst(first).flatMap { index, element in
                try schema(rule).faults(of: element, at: "\(place)[\(index)]")
            }
        default: throw UnknownKeyword(name: keyword)
        }
    }

    private func schema(_ node: JSONValue) -> JSONSchema { JSONSchema(root: root, node: node) }

    /// The schema that a reference names: another file, or a place in this one.
    private func referred(_ reference: String) throws -> JSONSchema {
        guard reference.hasPrefix("#/") else {
            guard let schema = try JSONSchema(file: reference) else { throw UnknownKeyword(name: reference) }
            return schema
        }
        var node = root
        for step in reference.dropFirst(2).split(separator: "/") {
            guard let next = node[String(step)] else { throw UnknownKeyword(name: reference) }
            node = next
        }
        return schema(node)
    }

    private func elements(_ value: JSONValue) -> [JSONValue]? {
        if case .array(let elements) = value { return elements }
        return nil
    }

    private func members(_ value: JSONValue) -> [JSONValue.Member]? {
        if case .object(let members) = value { return members }
        return nil
    }

    private static func `is`(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"),
            (.number, "number"):
            true
        case (.number, "integer"): value.double.map { $0 == $0.rounded() } ?? false
        default: false
        }
    }
}

/// A schema says something that nobody looks at.
struct UnknownKeyword: Error {
    let name: String
}
