import Glibc
import Testing

@testable import Transport

@Suite("The end of a stream")
struct StreamEndTests {
    @Test("after a half-close the other direction goes on")
    func halfClose() throws {
        for ends in [try Ends.ready(.overTCP()), Ends(plain: try .overTCP())] {
            let question = pattern(count: 100)
            #expect(ends.client?.write(question.span) == .wrote(100))
            #expect(ends.client?.shutdown() == .complete)
            let heard = ends.readAtServer(count: 101)
            #expect(heard.bytes == question)
            #expect(heard.last == .closed(.announced))
            let answer = pattern(count: 50_000)
            #expect(ends.server?.write(answer.span) == .wrote(50_000))
            #expect(ends.server?.shutdown() == .complete)
            let told = ends.readAtClient(count: 50_001)
            #expect(told.bytes == answer)
            #expect(told.last == .closed(.announced))
        }
    }

    @Test("an end without close_notify is told from one with it")
    func unannouncedEnd() throws {
        let ends = try Ends.ready(.overTCP())
        // The server's tickets; a socket that is closed with unread input is reset.
        ends.client?.discardInput()
        ends.client = nil
        #expect(ends.readAtServer(count: 1).last == .closed(.unannounced))
        var rest: [UInt8] = []
        #expect(ends.server?.read(into: &rest, limit: 10) == .closed(.unannounced))
    }

    @Test("a reset is a value, for reading and for writing, and stays one")
    func reset() throws {
        for ends in [try Ends.ready(.overTCP()), Ends(plain: try .overTCP())] {
            let number = ends.client?.descriptorNumber ?? -1
            var linger = linger(l_onoff: 1, l_linger: 0)
            let size = socklen_t(MemoryLayout<Glibc.linger>.size)
            #expect(unsafe setsockopt(number, SOL_SOCKET, SO_LINGER, &linger, size) == 0)
            ends.client = nil
            guard case .failed(let failure) = ends.readAtServer(count: 1).last else {
                Issue.record("no failure")
                return
            }
            #expect(failure.cause == .reset)
            guard case .failed? = ends.server?.write([1, 2, 3].span) else {
                Issue.record("written to nobody")
                return
            }
            if ends.server?.isTLS == true {
                #expect(ends.server?.shutdown() == .failed(failure))
            }
        }
    }

    @Test("a client that goes away in the handshake is gone, not a failure")
    func goneInHandshake() throws {
        let ends = try Ends(tls: .overTCP(), contexts: Contexts.shared.get())
        #expect(ends.client?.handshake() == .wantsRead)
        ends.waitForEither()
        #expect(ends.server?.handshake() == .wantsRead)
        ends.client?.discardInput()
        ends.client = nil
        #expect(ends.shakeHands().server == .closed)
    }

    @Test("a client that says nothing at all and goes is gone")
    func silent() throws {
        let ends = try Ends(tls: .overTCP(), contexts: Contexts.shared.get())
        #expect(ends.server?.handshake() == .wantsRead)
        ends.client = nil
        #expect(ends.shakeHands().server == .closed)
    }

    @Test("what was written before a failure is read before the failure is told")
    func lastBytes() throws {
        let ends = try Ends.ready(.overTCP())
        #expect(ends.client?.write([1, 2, 3].span) == .wrote(3))
        // The server's tickets are unread, so this is a reset.
        ends.client = nil
        let heard = ends.readAtServer(count: 4)
        #expect(heard.bytes == [1, 2, 3])
        guard case .failed(let failure) = heard.last else {
            Issue.record("\(heard.last)")
            return
        }
        #expect(failure.cause == .reset)
    }
}
