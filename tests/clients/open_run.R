# The results of a run as R users open them: hdf5r. R turns the axes round: venue, step, run.
library(hdf5r)

f <- H5File$new(commandArgs(trailingOnly = TRUE)[1], mode = "r")
for (name in list.datasets(f)) stopifnot(length(f[[name]]$dims) >= 1)

venues <- f[["series/venue/venue"]][]
queue <- f[["series/venue/queue_usd"]][, , 1]
stopifnot(nrow(queue) == length(venues), all(queue >= 0))
asked <- sum(f[["series/venue/asked_usd"]][match("Lender", venues), , 1])
share <- f[["summary/venue/asked_share"]][match("Lender", venues), 1]
start <- f[["summary/venue/claims_start_usd"]][match("Lender", venues), 1]
stopifnot(abs(asked / start - share) < 1e-9)

kinds <- strsplit(h5attr(f[["events/kind"]], "flag_meanings"), " ")[[1]]
stopifnot(sum(kinds[f[["events/kind"]][] + 1] == "withdrawal_asked") > 100)
stopifnot(length(f[["agents/depositors/fear"]][]) == 600, length(f[["network/source"]][]) >= 1)
f$close_all()
cat("R on a run: ok\n")
