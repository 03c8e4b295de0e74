// stampede: who is still standing when everyone wants to exit at once?

#include "experiments/commands/command_line.hpp"

int main(int argc, char** argv)
{
    stampede::Console console = stampede::Console::of_process();
    return stampede::run_command_line({argv + 1, argv + argc}, console);
}
