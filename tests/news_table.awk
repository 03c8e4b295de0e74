# Three tables of `stampede validate`, their lines side by side: one row for each target, with three medians.

# Unit that stands behind a range.
function unit_of(range) {
    return sub(/^[-+.0-9e]+ to [-+.0-9e]+ ?/, "", range) && range != "" ? " " range : ""
}

BEGIN {
    FS = "[ ]*[|][ ]*"
    print "| experiment | target | history | kind | half | all | half again |"
    print "|---|---|---|---|---|---|---|"
}
/^## / { sub(/^## /, "", $1); experiment = $1 }
# Of each table eleven parts, the first and last empty: target 2, history 3, median 4, kind 8. Each table has units that
# suit its own numbers.
NF == 33 && $2 != "target" && $2 !~ /^-/ {
    same = unit_of($3) == unit_of($14) && unit_of($3) == unit_of($25)
    print "| " experiment " | " $2 " | " $3 " | " $8 " | " $4 (same ? "" : unit_of($3)) " | " $15 (same ? "" : unit_of($14)) \
        " | " $26 (same ? "" : unit_of($25)) " |"
}
