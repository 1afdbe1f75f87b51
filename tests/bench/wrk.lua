-- SPDX-License-Identifier: EUPL-1.2
-- Asks for the paths of the file that the environment's PATHS names in turn (only the URL's own when there is none), and prints what wrk measured
-- as one line: requests per second, p50 and p99 in milliseconds, answers that were errors.
local requests, at, threads = {}, 0, 0

setup = function(thread)
  thread:set("first", threads * 97)
  threads = threads + 1
end

local paths = os.getenv("PATHS")
if paths and paths ~= "" then
  init = function(args)
    for path in io.lines(paths) do requests[#requests + 1] = wrk.format("GET", path) end
    at = first % #requests
  end
  request = function()
    at = at % #requests + 1
    return requests[at]
  end
end

done = function(summary, latency, _)
  local e = summary.errors
  io.write(string.format("RESULT %.1f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
