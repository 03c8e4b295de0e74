#pragma once
// The visitor that takes typed values out of JSON.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "experiments/json_fields.hpp"
#include "experiments/references.hpp"

namespace stampede {

/// Walks a thing's fields beside a JSON object. read_fields() is the way in.
class JsonReader final : public FieldVisitor {
  public:
    JsonReader(nlohmann::json const& top, InputFiles& files, Problems& problems, ReadOptions const& options);

    void read(Visit const& thing);

  protected:
    void number(Field const& field, double& value) override;
    void integer(Field const& field, std::int64_t& value) override;
    void flag(Field const& field, bool& value) override;
    void text(Field const& field, std::string& value) override;
    void numbers(Field const& field, std::vector<double>& value) override;
    void texts(Field const& field, std::vector<std::string>& value) override;
    void duration(Field const& field, Duration& value) override;
    void distribution(Field const& field, Distribution& value) override;
    void named(Field const& field, RefersTo what, std::string& value) override;
    void named_list(Field const& field, RefersTo what, std::vector<std::string>& value) override;
    void named_numbers(Field const& field, RefersTo what, std::map<std::string, double>& value) override;
    void one_of(Field const& field, std::vector<std::string_view> const& names, std::size_t& value) override;
    void choice(Field const& field, ChoiceSlot& slot) override;
    void group(Field const& field, GroupSlot& slot) override;
    void table(Field const& field, TableSlot& slot) override;

  private:
    using Json = nlohmann::json;

    /// The object whose members are being read.
    struct Frame {
        Json const* object;
        std::string pointer;
        std::string topic;  // page of the manual
        bool is_table = false;
        std::vector<std::string> known = {};
    };

    [[nodiscard]] Json const* find(Field const& field);
    /// As find(), but only if the value `fits`; if it does not, says so.
    [[nodiscard]] Json const* find_as(Field const& field, std::string_view wanted, bool (*fits)(Json const&));
    [[nodiscard]] std::string pointer_to(std::string_view name) const;
    [[nodiscard]] std::string topic_for(std::string_view name) const;
    void complain(std::string const& where, Json const& value, std::string text);
    /// Whether a number lies in the field's range; says so if not.
    bool in_range(Field const& field, std::string const& where, Json const& written, double value);
    void enter(Frame frame, Visit const& members);
    void report_unknown_names();
    void read_entries(Json const& entries, TableSlot& slot);
    void read_choice(Field const& field, ChoiceSlot& slot, Json const& value);
    [[nodiscard]] bool choose(std::string const& where, ChoiceSlot& slot, Json const& value);
    void read_form(Field const& field, Distribution& value, Json const& written);
    void refer(std::string const& where, RefersTo what, std::string const& name, Json const& value);

    InputFiles& files_;
    Problems& problems_;
    ReadOptions const& options_;
    Json const& top_;
    std::vector<Frame> frames_;
    References references_;
};

}  // namespace stampede
