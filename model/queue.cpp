#include "model/queue.hpp"

#include "model/base/check.hpp"

namespace stampede {

void WithdrawalQueue::push(Ask const& ask)
{
    asks_.push_back(ask);
    total_ += ask.amount;
}

void WithdrawalQueue::reduce(std::size_t index, Amount paid, Amount dropped)
{
    Ask& ask = asks_[index];
    Amount const amount = paid + dropped;
    ask.asked -= dropped;
    ask.amount -= amount;
    total_ -= amount;
    if (ask.late != 0)
        overdue_ -= amount;
    ensure(ask.amount.value() >= 0 && total_.value() >= 0 && overdue_.value() >= 0,
           "queue: more was paid than asked, units left", ask.amount.value());
}

std::vector<std::size_t> WithdrawalQueue::age(std::int32_t before)
{
    std::vector<std::size_t> fresh;
    auto const becomes_late = [&](std::uint64_t index) {
        Ask& ask = asks_[index];
        if (std::int64_t{ask.step} + ask.patience >= before && ask.amount.value() > 0)
            return false;
        if (ask.amount.value() > 0) {
            ask.late = 1;
            overdue_ += ask.amount;
            fresh.push_back(index);
        }
        return true;
    };
    std::erase_if(patient_, becomes_late);
    for (; aged_ < asks_.size() && asks_[aged_].step < before; ++aged_)
        if (!becomes_late(aged_))
            patient_.push_back(aged_);
    return fresh;
}

void WithdrawalQueue::drop_paid()
{
    while (front_ < asks_.size() && asks_[front_].amount.value() == 0)
        ++front_;
    if (front_ < 4096 || front_ * 2 < asks_.size())
        return;
    auto const dropped = static_cast<std::ptrdiff_t>(front_);
    asks_.erase(asks_.begin(), asks_.begin() + dropped);
    aged_ = aged_ > front_ ? aged_ - front_ : 0;
    std::erase_if(patient_, [&](std::uint64_t index) { return index < front_; });
    for (std::uint64_t& index : patient_)
        index -= front_;
    front_ = 0;
}

void WithdrawalQueue::note_shortage(bool lacking, std::int64_t step)
{
    if (!lacking)
        short_since_ = -1;
    else if (short_since_ < 0)
        short_since_ = step;
}

void WithdrawalQueue::columns(ColumnVisitor& column)
{
    column("asks", asks_);
    column.scalar("front", front_);
    column.scalar("aged", aged_);
    column("patient", patient_);
    std::int64_t total = total_.value(), overdue = overdue_.value();
    column.scalar("total", total);
    column.scalar("overdue", overdue);
    column.scalar("short_since", short_since_);
    total_ = Amount{total};
    overdue_ = Amount{overdue};
}

}  // namespace stampede
