// What a batch of submissions has taken before any of it is applied.

/// The ids and organisations that the batch under way brings.
struct Reservations: Sendable {
    private var ids: [ReservedID] = []
    private var idIndex = HashIndex()
    private var organisations: [Hash128] = []
    private var organisationIndex = HashIndex()

    /// An id with what it was taken by.
    struct ReservedID: Sendable {
        var key: Hash128
        var sequence: UInt64
        var contentHash: UInt64
    }

    var organisationCount: Int { organisations.count }

    /// By what an id was taken; nil when it was not.
    func find(_ key: Hash128) -> ReservedID? { place(of: key).map { ids[$0] } }

    /// Takes an id that is not taken.
    mutating func insert(_ id: ReservedID) {
        idIndex.insert(id.key.high, place: ids.count)
        ids.append(id)
    }

    /// Gives an id back.
    mutating func remove(_ key: Hash128) {
        guard let place = place(of: key) else { return }
        idIndex.remove(key.high, place: place)
    }

    func contains(organisation: Hash128) -> Bool {
        organisationIndex.find(organisation.high) { organisations[$0] == organisation } != nil
    }

    /// Takes room for an organisation that has none.
    mutating func insert(organisation: Hash128) {
        organisationIndex.insert(organisation.high, place: organisations.count)
        organisations.append(organisation)
    }

    /// Gives everything back.
    mutating func removeAll() {
        if !ids.isEmpty {
            ids.removeAll(keepingCapacity: true)
            idIndex.removeAll()
        }
        if !organisations.isEmpty {
            organisations.removeAll(keepingCapacity: true)
            organisationIndex.removeAll()
        }
    }

    private func place(of key: Hash128) -> Int? { idIndex.find(key.high) { ids[$0].key == key } }
}
