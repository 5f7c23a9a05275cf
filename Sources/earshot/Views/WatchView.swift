// Events and what a watch begins with, on a page.

import EarshotClient
import LineProtocol

extension Page {
    /// What is usual when a watch begins.
    mutating func draw(watch json: JSONValue) {
        let org = ink.paint(SafeText.line(json["org"]?.string ?? ""), .strong)
        let events = (json["events"]?.elements ?? []).compactMap(\.string).joined(separator: ", ")
        add("watching \(org): \(SafeText.line(events))")
        for alert in json["alerts"]?.elements ?? [] { draw(alert: alert) }
    }

    /// One event.
    mutating func draw(_ event: WatchedEvent) {
        let json = event.object
        switch event.kind {
        case "submission", "urgent": draw(submission: json, isUrgent: event.kind == "urgent")
        case "alert": draw(alert: json)
        case "digest":
            add(
                ink.paint(SafeText.line(event.org ?? ""), .strong)
                    + "  … \(count(json, "submissions")) more: \(count(json, "negative")) negative, "
                    + "\(count(json, "positive")) positive, \(count(json, "urgent")) urgent")
        case "lag": add(ink.paint("\(count(json, "dropped")) events missed: this terminal is too slow", .negative))
        default: return
        }
    }

    private mutating func draw(submission json: JSONValue, isUrgent: Bool) {
        var line = ink.paint(SafeText.line(json["org"]?.string ?? ""), .strong)
        line += "  " + SafeText.line(json["at"]?.string ?? "")
        if let label = json["label"]?.string {
            let figure = Figures.signed(json["compound"]?.double, 2)
            line += "  " + ink.paint("\(SafeText.line(label)) \(figure)", Ink.tone(ofLabel: label))
        }
        if isUrgent {
            let kinds = (json["urgency"]?.elements ?? []).compactMap(\.string).joined(separator: ", ")
            line += "  " + ink.paint("URGENT: \(Figures.words(kinds))", .negative)
        }
        add(line)
        add("  " + SafeText.line(json["text"]?.string ?? ""))
    }

    private mutating func draw(alert json: JSONValue) {
        let isWorse = json["direction"]?.string == "worse"
        let metric = Figures.words(json["metric"]?.string ?? "")
        let head = "\(isWorse ? "▼" : "▲") \(metric) \(isWorse ? "worse" : "better")"
        let before = json["before"]
        let after = json["after"]
        // A complaint is a share of texts; sentiment and rating are figures from -1 to 1.
        let isShare = (json["metric"]?.string ?? "").hasPrefix("complaints.")
        func figure(_ json: JSONValue?) -> String {
            let mean = json?["mean"]?.double
            return "\(isShare ? Figures.percent(mean) : Figures.signed(mean, 3)) (n \(count(json, "n")))"
        }
        let since = SafeText.line(String((json["since"]?.string ?? "").prefix(16)))
        add(
            ink.paint(head, isWorse ? .negative : .positive)
                + " since \(since) UTC: \(figure(before)) → \(figure(after))")
        add(ink.paint("  one false alarm in \(count(json, "false_alarm_every"))\(Self.batch(json))", .faint))
    }

    /// What an observation is where it is not one submission.
    private static func batch(_ json: JSONValue) -> String {
        let size = json["each_mean_of"]?.integer ?? 1
        return size > 1 ? " means of \(size)" : ""
    }

    private func count(_ json: JSONValue?, _ key: String) -> String {
        Figures.count(Int(clamping: json?[key]?.integer ?? 0))
    }
}
