#include "experiments/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <vector>

namespace stampede {

using nlohmann::json;

namespace {

bool belongs_to_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.' || c == '_';
}

/// A place in a text, for people: lines and columns count from 1, columns in bytes.
struct TextPlace {
    TextPlace(std::string_view text, std::size_t offset)
    {
        std::string_view const before = text.substr(0, offset);
        line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
        column = offset - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0: the first line
    }
    std::size_t line, column;
};

bool is_literal(std::string_view word)
{
    return word == "true" || word == "false" || word == "null";
}

/// The word (number, literal) that the parser stumbled over, or the single character.
struct Word {
    /// @param stop  where the parser stopped: one behind the last character it took
    Word(std::string_view text, std::size_t stop) : begin{std::min(stop == 0 ? 0 : stop - 1, text.size())}
    {
        bool const in_word = begin < text.size() && belongs_to_word(text[begin]);
        std::size_t const word = begin_of_word(text, begin);
        // An unfinished literal ("tru}") is only seen at the character behind it.
        if (in_word || (begin > word && is_letter(text[word]) && !is_literal(text.substr(word, begin - word))))
            begin = word;
        std::size_t end = begin;
        while (end < text.size() && belongs_to_word(text[end]))
            ++end;
        letters = text.substr(begin, std::max<std::size_t>(end - begin, 1));
    }
    [[nodiscard]] static std::size_t begin_of_word(std::string_view text, std::size_t offset)
    {
        while (offset > 0 && belongs_to_word(text[offset - 1]))
            --offset;
        return offset;
    }
    [[nodiscard]] static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

    std::size_t begin;
    std::string_view letters;
};

bool names_no_number(std::string_view word)
{
    if (!word.empty() && (word.front() == '-' || word.front() == '+'))
        word.remove_prefix(1);
    std::string small{word};
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return small == "nan" || small == "inf" || small == "infinity";
}

/// Why the text is no JSON at `word`, in the words of somebody who can mend it.
std::string syntax_complaint(std::string_view text, Word const& word, std::string_view parser_says)
{
    if (parser_says.find("UTF-8") != std::string_view::npos)
        return "not UTF-8 text";
    if (parser_says.find("missing closing quote") != std::string_view::npos)
        return "a text is not closed";
    if (word.begin >= text.size())
        return text.empty() ? "the file is empty" : "the text ends before the object is closed";
    if (word.letters == "/" || word.letters == "#")
        return "JSON has no comments";
    if (word.letters == "'")
        return "texts and names need double quotes";
    std::string_view const before = text.substr(0, word.begin);
    std::size_t const last = before.find_last_not_of(" \t\r\n");
    if ((word.letters == "}" || word.letters == "]") && last != std::string_view::npos && before[last] == ',')
        return fmt::format("a comma may not stand before {}", word.letters);
    if (parser_says.find("control character") != std::string_view::npos)
        return "a text may not run over the end of a line, nor hold control characters";
    if (parser_says.find("invalid string") != std::string_view::npos)
        return "a backslash in a text is followed by something that JSON does not know";
    if (word.letters.front() < ' ' || word.letters.front() > '~')
        return "unexpected character";
    return fmt::format("unexpected {}", word.letters);
}

/// Builds the value while the parser walks the text, and keeps the path it is on.
class Builder final : public nlohmann::json_sax<json> {
  public:
    Builder(std::string_view text, std::string file, Problems& problems)
        : text_{text}, file_{std::move(file)}, problems_{problems}
    {
    }
    [[nodiscard]] json take() { return std::move(top_); }

    bool null() override { return put(nullptr) != nullptr; }
    bool boolean(bool value) override { return put(value) != nullptr; }
    bool number_integer(std::int64_t value) override { return put(value) != nullptr; }
    bool number_unsigned(std::uint64_t value) override { return put(value) != nullptr; }
    bool number_float(double value, std::string const&) override { return put(value) != nullptr; }
    bool string(std::string& value) override { return put(std::move(value)) != nullptr; }
    bool binary(json::binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(std::string& name) override
    {
        if (!open_.back().names.insert(name).second)
            complain(step_into(pointer_of_open(), name), "", "name given twice in the same object");
        open_.back().key = name;
        return true;
    }
    bool parse_error(std::size_t stop, std::string const&, json::exception const& error) override
    {
        Word const word{text_, stop};
        TextPlace const place{text_, word.begin};
        std::string const line = fmt::format("line {}, column {}", place.line, place.column);
        bool const value_expected = !open_.empty() && word.begin < text_.size();
        if (value_expected && names_no_number(word.letters))
            complain(place_of_next(), std::string{word.letters}, fmt::format("JSON has no such number ({})", line));
        else if (constexpr int number_overflow = 406; value_expected && error.id == number_overflow)
            complain(place_of_next(), std::string{word.letters}, fmt::format("number too large ({})", line));
        else
            complain(line, "", syntax_complaint(text_, word, error.what()));
        failed_ = true;
        return false;
    }
    [[nodiscard]] bool failed() const { return failed_; }

  private:
    struct Open {
        json* value;
        std::string key;
        std::set<std::string> names;
    };

    json* put(json&& value)
    {
        if (open_.empty()) {
            top_ = std::move(value);
            return &top_;
        }
        json& parent = *open_.back().value;
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        json& member = parent[open_.back().key];
        member = std::move(value);
        return &member;
    }
    bool open(json&& container)
    {
        if (open_.size() >= deepest_nesting) {
            complain(place_of_next(), "", fmt::format("nested deeper than {} levels", deepest_nesting));
            failed_ = true;
            return false;
        }
        open_.push_back({put(std::move(container)), "", {}});
        return true;
    }
    bool close()
    {
        open_.pop_back();
        return true;
    }
    [[nodiscard]] std::string pointer_of_open() const
    {
        std::string pointer;
        for (std::size_t level = 0; level + 1 < open_.size(); ++level) {
            Open const& outer = open_[level];
            pointer = step_into(pointer, outer.value->is_array() ? std::to_string(outer.value->size() - 1) : outer.key);
        }
        return pointer;
    }
    [[nodiscard]] std::string place_of_next() const
    {
        if (open_.empty())
            return "";
        Open const& inner = open_.back();
        return step_into(pointer_of_open(), inner.value->is_array() ? std::to_string(inner.value->size()) : inner.key);
    }
    void complain(std::string const& where, std::string value, std::string text)
    {
        problems_.add({file_.empty() ? where : file_ + " " + where, std::move(value), std::move(text), ""});
    }

    std::string_view text_;
    std::string file_;
    Problems& problems_;
    json top_;
    std::vector<Open> open_;
    bool failed_ = false;
};

}  // namespace

json parse_json(std::string_view text, std::string const& file, Problems& problems)
{
    constexpr std::string_view hdf5_signature = "\x89HDF\r\n";
    std::string const whole_file = file.empty() ? "line 1, column 1" : file;
    if (text.substr(0, hdf5_signature.size()) == hdf5_signature) {
        problems.add({whole_file, "", "this is an HDF5 file, not JSON; \"stampede inspect\" reads results", ""});
        return nullptr;
    }
    Builder builder{text, file, problems};
    json::sax_parse(text.begin(), text.end(), &builder);
    if (builder.failed())
        return nullptr;
    json top = builder.take();
    if (!top.is_object()) {
        problems.add({whole_file, shown(top), fmt::format("must be an object, not {}", type_name(top)), ""});
        return nullptr;
    }
    return top;
}

json parse_value(std::string const& text)
{
    Problems unused{""};
    Builder builder{text, "", unused};
    json::sax_parse(text.begin(), text.end(), &builder);
    return builder.failed() || !unused.none() ? json(text) : builder.take();
}

std::string step_into(std::string const& pointer, std::string_view name)
{
    std::string longer = pointer + "/";
    for (char const c : name) {
        if (c == '~')
            longer += "~0";
        else if (c == '/')
            longer += "~1";
        else
            longer += c;
    }
    return longer;
}

std::string shown(json const& value)
{
    constexpr std::size_t longest = 48;
    std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() <= longest)
        return text;
    std::size_t end = longest - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;  // never inside a UTF-8 sequence
    return text.substr(0, end) + "...";
}

std::string_view type_name(json const& value)
{
    switch (value.type()) {
        case json::value_t::object:
            return "an object";
        case json::value_t::array:
            return "a list";
        case json::value_t::string:
            return "a text";
        case json::value_t::boolean:
            return "true or false";
        case json::value_t::null:
            return "null";
        default:
            return "a number";
    }
}

json number_json(double value)
{
    constexpr double exact = 9007199254740992.0;  // 2^53: every whole number up to here is a double
    if (std::abs(value) <= exact && value == static_cast<double>(static_cast<std::int64_t>(value)))
        return static_cast<std::int64_t>(value);
    return value;
}

bool is_utf8(std::string const& text)
{
    try {
        static_cast<void>(json(text).dump());
        return true;
    }
    catch (json::type_error const&) {
        return false;
    }
}

}  // namespace stampede
