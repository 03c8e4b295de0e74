#pragma once
// A stream that presses Ctrl-C as soon as somebody writes to it: a command is interrupted at its first message.

#include <unistd.h>

#include <csignal>
#include <sstream>

namespace stampede::testing {

class Interrupter final : public std::stringbuf {
  protected:
    std::streamsize xsputn(char const* text, std::streamsize size) override
    {
        if (!sent_)
            kill(getpid(), SIGINT);
        sent_ = true;
        return std::stringbuf::xsputn(text, size);
    }

  private:
    bool sent_ = false;
};

}  // namespace stampede::testing
