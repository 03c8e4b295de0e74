# A results file as R users open it: hdf5r. R turns the axes round: venue, step, run.
library(hdf5r)

f <- H5File$new(commandArgs(trailingOnly = TRUE)[1], mode = "r")
claims <- f[["series/venue/claims_usd"]]
stopifnot(identical(claims$dims, c(2, 3, 1)) || identical(claims$dims, c(2L, 3L, 1L)))
stopifnot(claims[1, 1, 1] == 0.1, is.nan(claims[1, 2, 1]), claims[2, 2, 1] == Inf)
stopifnot(h5attr(claims, "units") == "USD")

venues <- f[["series/venue/venue"]][]
Encoding(venues) <- "UTF-8"
stopifnot(venues[2] == "Z\u00fcrich B\u00f6rse venue")

hours <- f[["series/venue/time_h"]]
stopifnot(is.double(hours[]), h5attr(hours, "units") == "h", abs(hours[2] - 1 / 12) < 1e-15)

status <- f[["series/venue/status"]]
meanings <- strsplit(h5attr(status, "flag_meanings"), " ")[[1]]
stopifnot(meanings[status[2, 1, 1] + 1] == "gated")

events <- data.frame(kind = f[["events/kind"]][], step = as.integer(f[["events/step"]][]), value = f[["events/value_usd"]][])
stopifnot(nrow(events) == 7, events$step[2] == 1)
stopifnot(h5attr(f, "format") == "stampede-results")
f$close_all()
cat("R", as.character(getRversion()), "with hdf5r", as.character(packageVersion("hdf5r")), ": ok\n")
