#!lua name=earshot
-- What a submission costs a Redis that stores its bytes and counts up figures of its organisation, without any scoring.
local names = {
  'n', 'positive', 'negative', 'sum', 'sum_of_squares', 'web', 'product', 'delivery', 'waiting', 'price', 'staff', 'help'
}
local function store(keys, args)
  redis.call('XADD', keys[1], '*', 'd', args[1])
  for i = 2, #args do redis.call('HINCRBY', keys[2], names[i - 1], args[i]) end
  return 1
end
redis.register_function('store3', store)
redis.register_function('store12', store)
