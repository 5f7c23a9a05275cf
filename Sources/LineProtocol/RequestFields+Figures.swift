// Fields that questions about figures have: lists, objects within the object, segments and metrics.

package import Aggregation

extension RequestFields {
    /// One of the raw values of a type.
    package mutating func choice<Value: RawRepresentable & CaseIterable>(
        of type: Value.Type
    ) throws(Refusal) -> Value where Value.RawValue == String {
        let name = try choice(Value.allCases.map(\.rawValue))
        guard let value = Value(rawValue: name) else { throw bad("is none of the names") }
        return value
    }

    /// An object with one member: an axis and a value on it.
    package mutating func segment() throws(Refusal) -> SegmentName {
        let members = try labels()
        guard members.count == 1 else {
            throw bad("must be an object with one member: the axis and the value, such as {\"channel\":\"web\"}")
        }
        return SegmentName(axis: members[0].key, value: members[0].value)
    }

    /// The name of a metric.
    package mutating func metric() throws(Refusal) -> Metric {
        let name = try label()
        guard let metric = Metric(name: name) else {
            throw bad("must be one of \(Metric.all.map(\.name).joined(separator: ", "))")
        }
        return metric
    }

    /// An array of names of metrics, each once.
    package mutating func metrics() throws(Refusal) -> [Metric] {
        let metrics = try list(countMax: Metric.all.count) { fields throws(Refusal) in try fields.metric() }
        guard !metrics.isEmpty, Set(metrics).count == metrics.count else { throw bad("must name different metrics") }
        return metrics
    }
}
