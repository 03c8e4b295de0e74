// stampede: who is still standing when everyone wants to exit at once?

#include <signal.h>  // NOLINT: SIGXFSZ is POSIX, not in <csignal>

#include "experiments/commands/command_line.hpp"

int main(int argc, char** argv)
{
    signal(SIGXFSZ, SIG_IGN);  // a file beyond the limit is an error of writing, told like a full disk
    stampede::Console console = stampede::Console::of_process();
    return stampede::run_command_line({argv + 1, argv + argc}, console);
}
