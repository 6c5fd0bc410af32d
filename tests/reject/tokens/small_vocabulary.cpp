// SPDX-License-Identifier: BSL-1.0
//
// A table with fewer rows than there are tokens.
//
// says: layer 0, Embedding<26, 24>, takes a vocabulary of at most 26 but the input gives 27 (Tokens<27, 8>): write Embedding<27, 24> or Embedding<24>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, tenon::Embedding<26, 24>>, tenon::TakesVocabulary<26>, tenon::Gets<tenon::Tokens<27, 8>, tenon::NetInput>, tenon::Instead<tenon::Embedding<27, 24>, tenon::Embedding<24>>>
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<27, 24>, Flatten, Linear<27>>;
#else
using Net = Sequential<Embedding<26, 24>, Flatten, Linear<27>>;
#endif

Model<Net, Tokens<27, 8>> model;
