// SPDX-License-Identifier: BSL-1.0
//
// The mean squared error of a net that gives tokens.
//
// says: MeanSquaredError takes real numbers (a Shape) but the net gives Tokens<5, 2>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::MeanSquaredError>, tenon::TakesReals, tenon::Gets<tenon::Tokens<5, 2>, tenon::NetOutput>, tenon::Instead<>>
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<3>>;
#else
using Net = Sequential<>;
#endif
using Passing = Model<Net, Tokens<5, 2>>;

void train(Passing& model) { Trainer<Passing, Batch<2>, MeanSquaredError> trainer{model}; }
