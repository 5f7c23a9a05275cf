// Small bars made of characters.

/// Draws bars.
enum Bars {
    /// A bar of a score from -1 to 1 around a middle line, `half` cells to either side. Half a cell is the smallest step.
    static func diverging(_ score: Double, half: Int) -> String {
        let clamped = score.isFinite ? max(-1, min(1, score)) : 0
        let steps = Int((clamped.magnitude * Double(half * 2)).rounded())
        let full = String(repeating: "█", count: steps / 2)
        let isOdd = steps % 2 == 1
        let space = String(repeating: " ", count: half - steps / 2 - (isOdd ? 1 : 0))
        let blank = String(repeating: " ", count: half)
        if clamped < 0 { return space + (isOdd ? "▐" : "") + full + "│" + blank }
        return blank + "│" + full + (isOdd ? "▌" : "") + space
    }

    /// A bar of a share from 0 to 1, of `cells` cells. An eighth of a cell is the smallest step.
    static func share(_ share: Double, cells: Int) -> String {
        let clamped = share.isFinite ? max(0, min(1, share)) : 0
        let steps = Int((clamped * Double(cells * 8)).rounded())
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][steps % 8]
        let bar = String(repeating: "█", count: steps / 8) + partial
        return bar + String(repeating: " ", count: max(0, cells - DisplayWidth.of(bar)))
    }
}
