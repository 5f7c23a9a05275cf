// Where a server is, as people write it.

import EarshotClient
import Testing

struct EndpointTests {
    @Test(
        "a host and a port are read, and what is missing has its default",
        arguments: [
            ("example.org:4000", "example.org", 4000), ("example.org", "example.org", 3277),
            (":4000", "localhost", 4000), ("[::1]:4000", "::1", 4000), ("[::1]", "::1", 3277),
            ("127.0.0.1:1", "127.0.0.1", 1),
        ])
    func reads(text: String, host: String, port: UInt16) {
        #expect(Endpoint(text) == Endpoint(host: host, port: port))
    }

    @Test(
        "what is no endpoint is refused",
        arguments: ["host:0", "host:65536", "host:x", "host:", "[::1", "a b:1", "h\u{1B}[31m:1"])
    func refuses(text: String) { #expect(Endpoint(text) == nil) }

    @Test("only this machine is loopback")
    func loopback() {
        for text in ["localhost", "127.0.0.1", "127.8.8.8", "[::1]"] { #expect(Endpoint(text)?.isLoopback == true) }
        for text in ["example.org", "127.example.org", "128.0.0.1"] { #expect(Endpoint(text)?.isLoopback == false) }
    }
}
