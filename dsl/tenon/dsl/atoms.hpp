// SPDX-License-Identifier: BSL-1.0
//
// The whole vocabulary on one page. Batches come in front of every shape and are not written.
//
//  written                             takes                  gives                      learns
//  Embedding<features>                 Tokens<v, length>      (length, features)         weight (v, features)
//  Linear<out>, Linear<out, no_bias>   (…, in)                (…, out)                   weight (in, out), bias (out)
//  BatchNorm1d<>                       (…, channels)          the same                   gamma, beta (channels)
//  FlattenConsecutive<n>               (positions, features)  (positions/n, n·features)  –      a lone position goes away
//  Flatten                             (a, b, …)              (a·b·…)                    –
//  Tanh, Relu, Sigmoid                 any shape              the same                   –
//  Sequential<layers…>                 what the first takes   what the last gives        what its layers learn
//
// A size that follows from the input may be left out; where it is written (Embedding<v, features>, Linear<in, out>,
// BatchNorm1d<channels>) it is checked.
#pragma once

#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/layers/batch_norm1d.hpp"
#include "tenon/dsl/layers/embedding.hpp"
#include "tenon/dsl/layers/flatten.hpp"
#include "tenon/dsl/layers/flatten_consecutive.hpp"
#include "tenon/dsl/layers/linear.hpp"
#include "tenon/dsl/layers/relu.hpp"
#include "tenon/dsl/layers/sigmoid.hpp"
#include "tenon/dsl/layers/tanh.hpp"
