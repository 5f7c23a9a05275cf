// Rounding without a call of the C library, which costs more than what is rounded here.

extension Double {
    /// The nearest whole number, halves away from zero; it must fit.
    @inline(__always)
    var nearest: Int32 {
        let whole = Int32(self)
        // Exact: the difference of a number and its whole part has no more digits than the number.
        let rest = self - Double(whole)
        return whole &+ (rest >= 0.5 ? 1 : 0) &- (rest <= -0.5 ? 1 : 0)
    }
}
