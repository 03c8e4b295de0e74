#pragma once
// The one place that names 128-bit integers, which ISO C++ does not have.

namespace stampede {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Uint128;

}  // namespace stampede
