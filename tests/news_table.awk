# Three tables of `stampede validate`, their lines side by side: one row for each target, with three medians.
BEGIN {
    FS = "[ ]*[|][ ]*"
    print "| experiment | target | history | kind | half | all | half again |"
    print "|---|---|---|---|---|---|---|"
}
/^## / { sub(/^## /, "", $1); experiment = $1 }
# Of each table eleven parts, the first and last empty: target 2, history 3, median 4, kind 8.
NF == 33 && $2 != "target" && $2 !~ /^-/ {
    print "| " experiment " | " $2 " | " $3 " | " $8 " | " $4 " | " $15 " | " $26 " |"
}
