// Data on one stream, messages on the other; progress only where somebody looks.

#include "experiments/console.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "experiments/progress.hpp"

using namespace stampede;

namespace {

struct Streams {
    std::ostringstream data, messages;
};

}  // namespace

TEST_CASE("data and messages do not mix", "[experiments][console]")
{
    Streams streams;
    Console console{streams.data, streams.messages, false, false};
    console.data("out.h5");
    console.note("simulated 5 days");
    console.error("something is wrong");
    CHECK(streams.data.str() == "out.h5\n");
    CHECK(streams.messages.str() == "simulated 5 days\nerror: something is wrong\n");
}

TEST_CASE("quiet drops remarks and keeps errors", "[experiments][console]")
{
    Streams streams;
    Console console{streams.data, streams.messages, true, false};
    console.set_quiet(true);
    console.note("simulated 5 days");
    console.error("something is wrong");
    CHECK(streams.messages.str() == "error: something is wrong\n");
    CHECK_FALSE(console.shows_bar());
}

TEST_CASE("messages as JSON are one object a line", "[experiments][console]")
{
    Streams streams;
    Console console{streams.data, streams.messages, true, true};
    console.set_style(LogStyle::json_lines);
    console.note("line 1\nline \"2\"");
    {
        Progress progress{console, "celsius", 2};
        progress.advance();
        progress.advance();
    }
    CHECK(streams.messages.str() ==
          "{\"level\":\"note\",\"message\":\"line 1\\nline \\\"2\\\"\"}\n"
          "{\"done\":1,\"level\":\"progress\",\"task\":\"celsius\",\"total\":2}\n"
          "{\"done\":2,\"level\":\"progress\",\"task\":\"celsius\",\"total\":2}\n");
}

TEST_CASE("colours only where they are wanted", "[experiments][console]")
{
    Streams streams;
    Console console{streams.data, streams.messages, true, true};
    console.error("wrong");
    CHECK(streams.messages.str() == "\033[1;31merror:\033[0m wrong\n");
}

TEST_CASE("a bar is drawn on a terminal only, and cleared at the end", "[experiments][console]")
{
    Streams streams;
    Console file{streams.data, streams.messages, false, false};
    {
        Progress progress{file, "run", 10};
        progress.at(5);
    }
    CHECK(streams.messages.str().empty());
    Console terminal{streams.data, streams.messages, true, false};
    {
        Progress progress{terminal, "run", 10};
        progress.at(10);
    }
    CHECK_THAT(streams.messages.str(), Catch::Contains("run  [##############################] 100 %"));
    CHECK_THAT(streams.messages.str(), Catch::EndsWith("\r\033[K"));
}

TEST_CASE("a bar says how much is left", "[experiments][console]")
{
    CHECK(bar_text("run", 0, 10, 0) == "run  [------------------------------]   0 %");
    CHECK(bar_text("run", 5, 20, 3) == "run  [#######-----------------------]  25 %  9 s left");
    CHECK(bar_text("run", 3, 0, 1) == "run  [##############################] 100 %");
}
