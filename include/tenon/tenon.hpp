// SPDX-License-Identifier: BSL-1.0
//
// Everything that a program needs to declare, train and evaluate nets.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/compose/sequential.hpp"
#include "tenon/evaluator.hpp"
#include "tenon/layers/batch_norm1d.hpp"
#include "tenon/layers/embedding.hpp"
#include "tenon/layers/flatten.hpp"
#include "tenon/layers/flatten_consecutive.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/layers/relu.hpp"
#include "tenon/layers/sigmoid.hpp"
#include "tenon/layers/tanh.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/model.hpp"
#include "tenon/optim/piecewise_constant.hpp"
#include "tenon/optim/sgd.hpp"
#include "tenon/random/generator.hpp"
#include "tenon/random/python_random.hpp"
#include "tenon/trainer.hpp"
