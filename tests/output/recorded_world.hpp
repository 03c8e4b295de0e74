#pragma once
// A tiny world with a recorder that watches it.

#include <string>
#include <vector>

#include "output/recorder.hpp"
#include "tests/model/tiny_world.hpp"

namespace stampede::testing {

/// Everything that can be recorded, of every k-th step.
[[nodiscard]] RecordOptions everything(std::int64_t every = 1);

/// A run under a recorder, and further observers if a test brings some.
class Recorded {
  public:
    Recorded(TinyWorld& tiny, std::int64_t steps, RecordOptions const& options = everything(),
             std::unique_ptr<Observer> witness = nullptr);

    [[nodiscard]] Running& run() { return run_; }
    /// Takes all steps of the run.
    Recorded& finish();
    [[nodiscard]] Contents results() { return recorder_->results(run_.simulation(), {3, "base", 7}); }
    [[nodiscard]] Recorder& recorder() { return *recorder_; }

  private:
    std::int64_t steps_;
    Recorder* recorder_ = nullptr;
    Running run_;
};

/// All values of a dataset of doubles.
[[nodiscard]] std::vector<double> numbers(Contents const& results, std::string const& path);
/// Values of one entry of the last axis, step by step; `entry` is its label.
[[nodiscard]] std::vector<double> series(Contents const& results, std::string const& path, std::string const& entry);
/// An outcome: "/summary/venue/run_off" of "bank", or of the run if `entry` is empty.
[[nodiscard]] double outcome(Contents const& results, std::string const& path, std::string const& entry = "");

/// A bank that pays what it has in hot storage and gets the rest out of cold storage within 36 h; steps of 6 h.
/// Claims of 1,000,000 USD: ann 600,000, bob 5,000, cid 100,000, dan 295,000; hot 300,000. Step 0: bob and cid take
/// all they have. Step 1: news; ann asks for 400,000 and is paid 195,000 at once, 205,000 in step 7.
[[nodiscard]] TinyWorld run_on_a_bank();

}  // namespace stampede::testing
