// Rounding without a call of the C library, which costs more than what is rounded here.

extension Double {
    /// The nearest whole number, halves away from zero; it must fit.
    @inline(__always)
    var nearest: Int32 {
        // A number just below a half becomes one by the addition, and counts as one.
        Int32(self + (self < 0 ? -0.5 : 0.5))
    }
}
