// The axes along which an organisation's figures are split: four that every submission may name, and the tag keys that
// the organisation has declared.

/// The places of the axes in a fact. Stored (in logs and snapshots): never renumber.
package enum SegmentAxis {
    /// The axes that need no declaration, in the order of their numbers.
    package static let builtIn = ["channel", "touchpoint", "staff", "survey"]
    /// The number of the first declared tag key.
    static let firstTag = builtIn.count
    /// Tag keys that an organisation may declare: each is one more set of figures in memory.
    package static let tagKeysMax = 8
    static let count = firstTag + tagKeysMax
    /// How the axis of a tag key is written, before the key.
    package static let tagPrefix = "tag:"
    /// What the values beyond an axis's bound are counted as.
    package static let otherName = "~other"
    /// Its first byte.
    static let otherFirst = UInt8(ascii: "~")

    /// The field of a submission behind an axis that needs no declaration.
    static func field(_ axis: Int) -> SubmissionField {
        switch axis {
        case 0: .channel
        case 1: .touchpoint
        case 2: .staff
        default: .survey
        }
    }
}

/// An axis, or one value on it, as it is asked for.
package struct SegmentName: Equatable, Sendable {
    /// `channel`, `touchpoint`, `staff`, `survey` or `tag:` and a declared key.
    package var axis: String
    package var value: String

    package init(axis: String, value: String) {
        self.axis = axis
        self.value = value
    }
}
