#pragma once
// How loud a message is: one scale for all episodes, so that none is tuned by its own news.

#include <cstdint>

#include "model/base/fields.hpp"

namespace stampede {

enum class NewsLevel : std::uint8_t { rumour, leak, rival_exits, insolvency_reported };

/// News level that each kind of message has when it comes out [1].
struct NewsScale {
    Share rumour{0.2}, leak{0.4}, rival_exits{0.7}, insolvency_reported{1};

    void visit(FieldVisitor& field);
    [[nodiscard]] Share level(NewsLevel kind) const;
};

}  // namespace stampede
