// A line being typed, and the lines typed before: keys in, text and cursor out. The terminal is LineEditor's business.

/// A key or what stands for one.
enum Key: Equatable {
    case character(Character)
    case enter, backspace, delete, left, right, up, down, home, end
    case killToEnd, killToStart, killWord, clearScreen, interrupt, endOfInput
    case unknown
}

/// The line under the cursor and the history above it.
struct EditedLine: Equatable {
    /// Lines kept, at most: more than anybody goes back.
    static let historyMax = 500

    private(set) var characters: [Character] = []
    /// Characters before the cursor.
    private(set) var cursor = 0
    private var history: [String] = []
    /// Which line of the history is shown; its count for the new line.
    private var shown = 0
    private var draft: [Character] = []

    var text: String { String(characters) }

    /// Takes one key that changes the line; other keys change nothing.
    mutating func take(_ key: Key) {
        switch key {
        case .character(let character):
            characters.insert(character, at: cursor)
            cursor += 1
        case .backspace where cursor > 0:
            cursor -= 1
            characters.remove(at: cursor)
        case .delete where cursor < characters.count: characters.remove(at: cursor)
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(characters.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = characters.count
        case .up: show(shown - 1)
        case .down: show(shown + 1)
        case .killToEnd: characters.removeSubrange(cursor...)
        case .killToStart: remove(from: 0)
        case .killWord:
            var start = cursor
            while start > 0, characters[start - 1] == " " { start -= 1 }
            while start > 0, characters[start - 1] != " " { start -= 1 }
            remove(from: start)
        default: break
        }
    }

    /// The finished line, which goes into the history; the next one is empty.
    mutating func finish() -> String {
        let line = text
        if !line.isEmpty, history.last != line { history.append(line) }
        if history.count > Self.historyMax { history.removeFirst() }
        clear()
        return line
    }

    /// Begins anew.
    mutating func clear() {
        characters = []
        cursor = 0
        draft = []
        shown = history.count
    }

    private mutating func remove(from start: Int) {
        characters.removeSubrange(start..<cursor)
        cursor = start
    }

    private mutating func show(_ index: Int) {
        guard index >= 0, index <= history.count, index != shown else { return }
        if shown == history.count { draft = characters }
        shown = index
        characters = index == history.count ? draft : Array(history[index])
        cursor = characters.count
    }
}
