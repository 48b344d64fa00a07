// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A contract that looks like a token and does its worst to whoever calls it.
/// @dev Every address seems to hold 1,000,000 units, and nothing ever moves; how it behaves is fixed when it is deployed.
contract HostileToken {
    enum Behaviour {
        /// `transfer` says true, and moves nothing.
        Lies,
        /// `transfer` uses all gas that it is given.
        BurnsGas,
        /// `transfer` reverts with as much data as the gas allows, to make the caller pay for copying it.
        RevertsAtLength,
        /// `transfer` succeeds with as much data as the gas allows.
        ReturnsAtLength,
        /// `transfer` answers with one byte instead of 32.
        ReturnsOneByte,
        /// `transfer` answers 2, which is neither true nor false.
        ReturnsTwo,
        /// `balanceOf` reverts.
        HasNoBalance
    }

    Behaviour public immutable behaviour;

    constructor(Behaviour behaviour_) {
        behaviour = behaviour_;
    }

    function balanceOf(address) external view returns (uint256) {
        require(behaviour != Behaviour.HasNoBalance, "no balance");
        return 1_000_000;
    }

    function transfer(address, uint256) external view returns (bool) {
        if (behaviour == Behaviour.BurnsGas) while (true) {}
        uint256 length = (gasleft() * 5) / 2;
        if (behaviour == Behaviour.RevertsAtLength)
            assembly {
                revert(0, length)
            }
        if (behaviour == Behaviour.ReturnsAtLength)
            assembly {
                return(0, length)
            }
        if (behaviour == Behaviour.ReturnsOneByte)
            assembly {
                return(0, 1)
            }
        if (behaviour == Behaviour.ReturnsTwo)
            assembly {
                mstore(0, 2)
                return(0, 32)
            }
        return true;
    }
}
