// A thread of our own, with a name that `top -H` shows. Work on it is plain code that may block.

import CLinux
import Glibc

/// A running thread. It is joined once; one that is dropped goes on by itself.
package struct Thread: ~Copyable, Sendable {
    private let handle: pthread_t

    private final class Work {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            _ = unsafe pthread_setname_np(pthread_self(), String(decoding: name.utf8.prefix(15), as: UTF8.self))
            body()
        }
    }

    /// Starts `body` on a thread called `name` (15 bytes at most are kept), on any core or on one alone.
    package static func start(
        name: String, core: Int? = nil, _ body: @escaping @Sendable () -> Void
    ) throws(SystemError) -> Thread {
        let work = unsafe Unmanaged.passRetained(Work(name, body))
        var handle = pthread_t()
        let code = unsafe pthread_create(
            &handle, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            unsafe work.release()
            throw SystemError("start thread \(name)", code: code)
        }
        // A core that does not exist or is not ours is no reason not to run.
        if let core { _ = earshot_pin_thread(handle, Int32(clamping: core)) }
        return Thread(handle: handle)
    }

    private init(handle: pthread_t) { self.handle = handle }

    deinit { pthread_detach(handle) }

    /// Waits until the thread has ended.
    package consuming func join() {
        pthread_join(handle, nil)
        discard self
    }

    /// Lets another thread run first.
    package static func yield() { sched_yield() }

    /// How many cores this process may use.
    package static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
