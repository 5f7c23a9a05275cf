// Rounding without a call of the C library, which costs more than what is rounded here.

extension Double {
    /// The nearest whole number, halves away from zero; it must fit.
    @inline(__always)
    var nearest: Int32 {
        // So large a number has no digits after the point, and its last ones are those of the whole number nearest to
        // what was added; a half goes to the even one.
        let shift = 0x1.8p52
        let shifted = self + shift
        let whole = Int32(truncatingIfNeeded: shifted.bitPattern)
        // Exact: the difference of a number and a whole number near it has no more digits than the number.
        let rest = self - (shifted - shift)
        if rest.magnitude != 0.5 { return whole }
        return whole &+ (rest > 0 && self > 0 ? 1 : 0) &- (rest < 0 && self < 0 ? 1 : 0)
    }
}
