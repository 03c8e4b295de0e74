#pragma once
// The two streams a command speaks on: data on one, messages on the other.

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace stampede {

/// How messages look.
enum class LogStyle { text, json_lines };

/// stdout carries data and nothing else; everything for people goes to stderr.
class Console {
  public:
    /// @param terminal  whether `messages` is looked at by somebody: progress bars, and colours if `colours`
    Console(std::ostream& data, std::ostream& messages, bool terminal, bool colours)
        : data_{data}, messages_{messages}, terminal_{terminal}, colours_{colours}
    {
    }
    /// On stdout and stderr of the process, as the environment (NO_COLOR) wants it.
    [[nodiscard]] static Console of_process();

    void set_quiet(bool quiet) { quiet_ = quiet; }
    void set_style(LogStyle style) { style_ = style; }
    [[nodiscard]] bool quiet() const { return quiet_; }
    [[nodiscard]] LogStyle style() const { return style_; }
    [[nodiscard]] bool shows_bar() const { return terminal_ && !quiet_ && style_ == LogStyle::text; }

    /// Data: a path, a table, a document. A line break is added if the text has none.
    void data(std::string_view text);
    /// A remark; dropped when quiet.
    void note(std::string_view text);
    /// What is probably not meant; dropped when quiet.
    void warning(std::string_view text);
    /// What went wrong; never dropped.
    void error(std::string_view text);
    /// How far something is; a JSON line if messages are JSON, else nothing.
    void progress_line(std::string_view task, std::int64_t done, std::int64_t total);
    /// Replaces the present line of the terminal.
    void draw_bar(std::string_view line);

  private:
    void message(std::string_view level, std::string_view text);

    std::ostream& data_;
    std::ostream& messages_;
    bool terminal_, colours_;
    bool quiet_ = false;
    LogStyle style_ = LogStyle::text;
};

}  // namespace stampede
