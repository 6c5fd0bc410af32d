// SPDX-License-Identifier: BSL-1.0
//
// The whole vocabulary on one page. Batches come in front of every shape and are not written.
//
//  written                             takes                  gives                      learns
//  Embedding<features>                 Tokens<v, length>      (length, features)         weight (v, features)
//  PositionEmbedding<>                 (positions, features)  the same                   weight (positions, features)
//  EmbeddingSum<n, features>           Tokens<v, length>      (length/n, features)       table (v, n, features), bias
//  Linear<out>, Linear<out, no_bias>   (…, in)                (…, out)                   weight (in, out), bias (out)
//      Linear<out, aligned_rows>: rows of weight are padded to whole cache lines
//  Conv1d<out, kernel>                 (positions, in)        (fewer positions, out)     weight, bias
//      Conv1d<out, kernel, causal>, or same_length: as many positions; and Dilation{n}, Stride{n}, Groups{n}, no_bias
//  ConvTranspose1d<out, kernel>        (positions, in)        (more positions, out)      weight, bias
//      and Stride{n}, Dilation{n}, Groups{n}, no_bias; causal: stride times as many positions
//  MaxPool1d<kernel>, AvgPool1d<kernel>
//                                      (positions, features)  (positions/kernel, features)  –
//      and Stride{n}, which is kernel where it is left out, Dilation{n}, causal
//  GlobalMaxPool, GlobalAvgPool        (positions, features)  (features)                 –
//  Upsample<factor>                    (positions, features)  (factor·positions, features)  –  each position again
//  CausalUnfold<n>, CausalUnfold<n, Dilation{d}>
//                                      (positions, features)  (positions, n·features)    –   each with n−1 before it
//  Flatten                             (a, b, …)              (a·b·…)                    –
//  FlattenConsecutive<n>               (positions, features)  (positions/n, n·features)  –   a lone position goes away
//
//  BatchNorm1d<>                       (…, channels)          the same                   weight, bias (channels)
//      BatchNorm1d<unbiased>, BatchNorm1d<per_position>, both: other conventions of the statistics
//  LayerNorm<>                         (…, features)          the same                   weight, bias (features)
//  RmsNorm<>                           (…, features)          the same                   weight (features)
//      BatchNorm1d<NormEpsilon{1e-3}, NormMomentum{0.01}>, LayerNorm<NormEpsilon{1e-6}>: other numbers than 1e-5 and
//      0.1
//  Dropout<Percent{20}>                any shape              the same                   –      in training only
//
//  Tanh, Sigmoid, Relu, LeakyRelu<>, LeakyRelu<Percent{20}>, Elu<>, Elu<Percent{50}>, Gelu<>, Gelu<tanh_form>, Silu,
//  Softplus, Softsign, Hardtanh        any shape              the same                   –      element by element
//  Softmax                             (…, classes)           the same                   –
//  PRelu<>                             (…, features)          the same                   weight (features)
//
//  Forms learn what their layers learn.
//  Sequential<layers…>                 what the first takes   what the last gives
//  Residual<layers…>                   any shape              the same                   x + layers(x)
//  Residual<Projection<P>, layers…>    any shape              what the layers give       P(x) + layers(x)
//  Parallel<Sum, branches…>            what they take         what each of them gives    or Multiply in place of Sum
//  Parallel<Concat, branches…>         what they take         (…, all their features)
//  Gated<A, B>                         what they take         what both give             tanh(A(x)) · sigmoid(B(x))
//      Gated<A, B, Value, Gate>: Value(A(x)) · Gate(B(x))
//  Repeat<n, layers…>                  what the first takes   what the last gives        n times, each with own tensors
//  TimeDistributed<layers…>            (positions, rest…)     (positions, what they give for rest)
//  Frozen<layer>                       what the layer takes   what it gives             nothing: it stays as it is
//  CollectSkips<SkipBlock<Body, Skip, Next>…, Sequential<Body, Skip>>
//                                      (…, in)             (…, skips)              Σ Skip(z), z = Body(h), h += Next(z)
//
// A size that follows from the input may be left out; where it is written (Embedding<v, features>, Linear<in, out>,
// BatchNorm1d<channels>, LayerNorm<features>, RmsNorm<features>, PRelu<features>, PositionEmbedding<positions>) it is
// checked.
#pragma once

#include "tenon/dsl/compose/collect_skips.hpp"
#include "tenon/dsl/compose/frozen.hpp"
#include "tenon/dsl/compose/gated.hpp"
#include "tenon/dsl/compose/parallel.hpp"
#include "tenon/dsl/compose/repeat.hpp"
#include "tenon/dsl/compose/residual.hpp"
#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/compose/time_distributed.hpp"
#include "tenon/dsl/layers/avg_pool1d.hpp"
#include "tenon/dsl/layers/batch_norm1d.hpp"
#include "tenon/dsl/layers/causal_unfold.hpp"
#include "tenon/dsl/layers/conv1d.hpp"
#include "tenon/dsl/layers/conv_transpose1d.hpp"
#include "tenon/dsl/layers/dropout.hpp"
#include "tenon/dsl/layers/elu.hpp"
#include "tenon/dsl/layers/embedding.hpp"
#include "tenon/dsl/layers/embedding_sum.hpp"
#include "tenon/dsl/layers/flatten.hpp"
#include "tenon/dsl/layers/flatten_consecutive.hpp"
#include "tenon/dsl/layers/gelu.hpp"
#include "tenon/dsl/layers/global_avg_pool.hpp"
#include "tenon/dsl/layers/global_max_pool.hpp"
#include "tenon/dsl/layers/hardtanh.hpp"
#include "tenon/dsl/layers/layer_norm.hpp"
#include "tenon/dsl/layers/leaky_relu.hpp"
#include "tenon/dsl/layers/linear.hpp"
#include "tenon/dsl/layers/max_pool1d.hpp"
#include "tenon/dsl/layers/position_embedding.hpp"
#include "tenon/dsl/layers/prelu.hpp"
#include "tenon/dsl/layers/relu.hpp"
#include "tenon/dsl/layers/rms_norm.hpp"
#include "tenon/dsl/layers/sigmoid.hpp"
#include "tenon/dsl/layers/silu.hpp"
#include "tenon/dsl/layers/softmax.hpp"
#include "tenon/dsl/layers/softplus.hpp"
#include "tenon/dsl/layers/softsign.hpp"
#include "tenon/dsl/layers/tanh.hpp"
#include "tenon/dsl/layers/upsample.hpp"
