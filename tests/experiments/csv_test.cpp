#include "experiments/csv.hpp"

#include <catch2/catch.hpp>

#include "model/base/check.hpp"

using namespace stampede;

TEST_CASE("columns of a table are asked for by name", "[experiments][csv]")
{
    CsvTable const table{"t.csv",
                         "\xEF\xBB\xBF# source: made up\r\n"
                         "time, price ,name\r\n"
                         "\r\n"
                         "1,1e3,\"Bank \"\"A\"\", Berlin\"\r\n"
                         " 2 ,-0.5,B\r\n"
                         "# a remark\r\n"
                         "3,0,"};
    CHECK(table.header() == std::vector<std::string>{"time", "price", "name"});
    REQUIRE(table.rows() == 3);
    CHECK(table.numbers("time") == std::vector<double>{1, 2, 3});
    CHECK(table.numbers("price") == std::vector<double>{1000, -0.5, 0});
    CHECK(table.texts("name") == std::vector<std::string>{"Bank \"A\", Berlin", "B", ""});
    CHECK(table.line(0) == 4);
    CHECK(table.line(2) == 7);
}

TEST_CASE("a table that cannot be read says where", "[experiments][csv]")
{
    CHECK_THROWS_WITH((CsvTable{"t.csv", "# nothing\n"}), "t.csv has no header line");
    CHECK_THROWS_WITH((CsvTable{"t.csv", "a,b\n1,2\n3\n"}), "t.csv line 3: 1 cells, the header has 2");
    CHECK_THROWS_WITH((CsvTable{"t.csv", "a\n\"1\n"}), "t.csv line 2: a quote is left open");
    CsvTable const table{"t.csv", "price,n\n1,\n2,inf\n"};
    CHECK_THROWS_WITH(table.texts("prise"), "t.csv has no column \"prise\"; did you mean \"price\"?");
    CHECK_THROWS_WITH(table.numbers("n"), "t.csv line 2: \"\" in column \"n\" is not a finite number");
}
